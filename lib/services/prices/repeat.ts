import type { Logger } from '@/lib/observability/logger'

export type Loop = { stop(): Promise<void> }

/**
 * Runs `round` again `everyMs` after it ended, so rounds never overlap. A round that throws is logged and repeated.
 * `stop` waits for the one under way.
 */
export const startLoop = (
  round: () => Promise<void>,
  everyMs: number,
  options: { logger: Logger; name: string; firstAfterMs?: number },
): Loop => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const run = async (): Promise<void> => {
    try {
      await round()
    } catch (error) {
      options.logger.error({ err: error, loop: options.name }, 'A repeated duty failed; it is tried again')
    }
    if (!stopped) schedule(everyMs)
  }
  const schedule = (afterMs: number): void => {
    timer = setTimeout(() => {
      running = run()
    }, afterMs)
  }
  schedule(options.firstAfterMs ?? everyMs)
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Waits for `work`, but no longer than `ms`; the work goes on and must not reject. */
export const within = async (work: Promise<void>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, limit])
  clearTimeout(timer)
}
