/** Deadlines are made for slots of 50 ms; a running sandbox has longer ones. */
const PATIENCE = Number(process.env.DRILL_PATIENCE ?? 1)

/** Polls until `probe` gives something truthy; fails with its last answer after `limitMs`. */
export const until = async <T>(
  what: string,
  probe: () => Promise<T | false | null | undefined>,
  limitMs = 15_000,
): Promise<T> => {
  const deadline = performance.now() + limitMs * PATIENCE
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
