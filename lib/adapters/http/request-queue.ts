import PQueue from 'p-queue'

/** Who goes first when the budget is short: leaving a position, opening one, a quote, background reading. */
export const requestPriorities = { exit: 3, entry: 2, quote: 1, refresh: 0 } as const
export type RequestPriority = keyof typeof requestPriorities

const WINDOW_MS = 5_000

export type RequestQueue = {
  run<T>(priority: RequestPriority, task: () => Promise<T>): Promise<T>
}

/**
 * Keeps to `rps` requests a second over a sliding window of five seconds (Jupiter counts over sixty, shared by all
 * endpoints). Background reading gets at most half of it, so that trades never find the window used up.
 */
export const createRequestQueue = (rps: number, windowMs = WINDOW_MS): RequestQueue => {
  const window = (share: number) => ({
    interval: windowMs,
    intervalCap: Math.max(1, Math.floor((rps * share * windowMs) / 1_000)),
    strict: true,
  })
  const all = new PQueue(window(1))
  const background = new PQueue(window(0.5))
  return {
    run: (priority, task) => {
      const queued = () => all.add(task, { priority: requestPriorities[priority] })
      return priority === 'refresh' ? background.add(queued) : queued()
    },
  }
}
