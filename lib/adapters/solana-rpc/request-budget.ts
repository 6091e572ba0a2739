import { BudgetShedError } from './node-errors'

/**
 * Who goes first when a node's budget is short: the second look at a price that a stop waits for, what a transaction
 * under way waits for, a poll of all prices (hundreds of calls at once), further copies of bytes that one node already
 * has, entries not yet sent, everything else.
 */
const callLevels = ['look', 'urgent', 'poll', 'copy', 'entry', 'other'] as const
export type CallLevel = (typeof callLevels)[number]

/** These share the part of the budget that is not kept for exits. */
const unreserved: readonly CallLevel[] = ['entry', 'other']
const RESERVED_SHARE = 0.3
/** An entry that would wait longer than this is turned away: its price would be another one. */
const LONGEST_ENTRY_WAIT_MS = 2_000

export type RequestBudget = {
  /** Rejects with BudgetShedError what is turned away. */
  run<T>(level: CallLevel, task: () => Promise<T>): Promise<T>
  /** 0 while any call could start at once; else the calls that wait, and one more. */
  backlog(): number
  /** About how long a call of this level would wait behind those that go first. */
  delayMs(level: CallLevel): number
  /** Started within the last second, waiting, and how many may start within a second. */
  usage(): { used: number; waiting: number; perSecond: number }
}

const WINDOW_MS = 1_000

/**
 * Starts no more than `perSecond` tasks within any second, at least one; how long they take does not matter. Three in
 * ten are kept for what concerns exits and transactions under way.
 */
export const createRequestBudget = (perSecond: number): RequestBudget => {
  const most = Math.max(1, Math.floor(perSecond))
  const open = Math.max(1, Math.ceil(most * (1 - RESERVED_SHARE)))
  /** When the last tasks started, as a ring: `next` is the oldest of them. */
  const starts: number[] = Array.from({ length: most }, () => -WINDOW_MS)
  let next = 0
  let timer: NodeJS.Timeout | null = null
  const waiting: Record<CallLevel, (() => void)[]> = {
    look: [],
    urgent: [],
    poll: [],
    copy: [],
    entry: [],
    other: [],
  }

  const mostOf = (level: CallLevel): number => (unreserved.includes(level) ? open : most)
  const untilFree = (level: CallLevel): number =>
    starts[(next - mostOf(level) + most) % most]! + WINDOW_MS - performance.now()
  const firstOf = () => callLevels.find((level) => waiting[level].length > 0)

  const startWaiting = (): void => {
    timer = null
    for (let level = firstOf(); level; level = firstOf()) {
      const wait = untilFree(level)
      if (wait > 0) {
        timer = setTimeout(startWaiting, Math.ceil(wait))
        return
      }
      starts[next] = performance.now()
      next = (next + 1) % most
      waiting[level].shift()!()
    }
  }
  const waitingBefore = (level: CallLevel): number => {
    const ahead = callLevels.slice(0, callLevels.indexOf(level) + 1)
    return ahead.reduce((sum, one) => sum + waiting[one].length, 0)
  }
  const delayMs = (level: CallLevel): number => (waitingBefore(level) / mostOf(level)) * WINDOW_MS

  return {
    run: (level, task) =>
      new Promise((resolve, reject) => {
        if (level === 'entry' && delayMs(level) > LONGEST_ENTRY_WAIT_MS) return reject(new BudgetShedError())
        waiting[level].push(() => void task().then(resolve, reject))
        // One that waits for the open part must not hold up one that may use the reserve.
        if (timer && untilFree(level) > 0) return
        if (timer) clearTimeout(timer)
        startWaiting()
      }),
    backlog: () => (untilFree('other') > 0 ? waitingBefore('other') + 1 : 0),
    delayMs,
    usage: () => ({
      used: starts.filter((at) => performance.now() - at < WINDOW_MS).length,
      waiting: waitingBefore('other'),
      perSecond: most,
    }),
  }
}
