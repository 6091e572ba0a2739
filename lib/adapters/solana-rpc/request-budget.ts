/**
 * Who goes first when a node's budget is short: the second look at a price that a stop waits for, what a transaction
 * under way waits for, further copies of bytes that one node already has, everything else.
 */
const callLevels = ['look', 'urgent', 'copy', 'other'] as const
export type CallLevel = (typeof callLevels)[number]

export type RequestBudget = {
  run<T>(level: CallLevel, task: () => Promise<T>): Promise<T>
  /** 0 while the next call could start at once; else the calls that wait, and one more. */
  backlog(): number
  /** About how long a call of this level would wait behind those that go first. */
  delayMs(level: CallLevel): number
}

const WINDOW_MS = 1_000

/** Starts no more than `perSecond` tasks within any second, at least one; how long they take does not matter. */
export const createRequestBudget = (perSecond: number): RequestBudget => {
  const most = Math.max(1, Math.floor(perSecond))
  /** When the last tasks started, as a ring: `next` is the oldest of them. */
  const starts: number[] = Array.from({ length: most }, () => -WINDOW_MS)
  let next = 0
  let timer: NodeJS.Timeout | null = null
  const waiting: Record<CallLevel, (() => void)[]> = { look: [], urgent: [], copy: [], other: [] }

  const untilFree = (): number => starts[next]! + WINDOW_MS - performance.now()
  const firstOf = () => callLevels.map((level) => waiting[level]).find((queue) => queue.length > 0)

  const startWaiting = (): void => {
    timer = null
    for (let queue = firstOf(); queue; queue = firstOf()) {
      const wait = untilFree()
      if (wait > 0) {
        timer = setTimeout(startWaiting, Math.ceil(wait))
        return
      }
      starts[next] = performance.now()
      next = (next + 1) % most
      queue.shift()!()
    }
  }
  const waitingBefore = (level: CallLevel): number => {
    const ahead = callLevels.slice(0, callLevels.indexOf(level) + 1)
    return ahead.reduce((sum, one) => sum + waiting[one].length, 0)
  }

  return {
    run: (level, task) =>
      new Promise((resolve, reject) => {
        waiting[level].push(() => void task().then(resolve, reject))
        if (!timer) startWaiting()
      }),
    backlog: () => (untilFree() > 0 ? waitingBefore('other') + 1 : 0),
    delayMs: (level) => (waitingBefore(level) / most) * WINDOW_MS,
  }
}
