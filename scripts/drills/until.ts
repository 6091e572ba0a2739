/** Deadlines are made for slots of 50 ms; a running sandbox has longer ones. */
const PATIENCE = Number(process.env.DRILL_PATIENCE ?? 1)

/** A limit for a chain with short slots, as long as a running one with longer slots needs. */
export const patient = (ms: number): number => ms * PATIENCE

/**
 * For what has to happen, however fast: several times what it takes where three test files share two cores. What has to
 * be fast names its own limit.
 */
const SOME_TIME_MS = 30_000

/** Polls until `probe` gives something truthy; fails with its last answer after `limitMs`. */
export const until = async <T>(
  what: string,
  probe: () => Promise<T | false | null | undefined>,
  limitMs = SOME_TIME_MS,
): Promise<T> => {
  const deadline = performance.now() + patient(limitMs)
  let last: unknown
  for (;;) {
    try {
      last = await probe()
      if (last) return last as T
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline)
      throw new Error(`not within ${limitMs} ms: ${what}; last: ${describe(last)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const describe = (value: unknown): string =>
  value instanceof Error
    ? value.message
    : JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item))
