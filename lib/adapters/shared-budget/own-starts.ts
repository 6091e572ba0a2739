import type { RequestPriority } from '../http/request-queue'
import { type Counts, levels } from './grant-script'

/** So many untold starts are told as one, a little too late rather than too early. */
const TOLD_AT_MOST = 20

/** What this process started within the window, and what of it Redis has not heard of. Times in ms. */
export const createOwnStarts = (windowMs: number) => {
  const starts: { at: number; count: number }[] = []
  let untold: { at: number; count: number }[] = []

  const forget = (now: number): void => {
    while (starts.length > 0 && starts[0]!.at <= now - windowMs) starts.shift()
    untold = untold.filter(({ at }) => at > now - windowMs)
  }

  return {
    started: (now: number, count: number, told: boolean): void => {
      forget(now)
      if (count === 0) return
      starts.push({ at: now, count })
      if (!told) untold.push({ at: now, count })
    },
    /** What may start without asking anybody, counting starts from `since` on; and when to look again for the rest. */
    alone: (
      now: number,
      since: number,
      wanted: Counts,
      caps: Counts,
    ): { granted: Counts; waitMs: number } => {
      forget(now)
      const counted = starts.filter(({ at }) => at >= since)
      let used = counted.reduce((sum, { count }) => sum + count, 0)
      const grant = (level: RequestPriority): number => {
        const count = Math.max(0, Math.min(wanted[level], caps[level] - used))
        used += count
        return count
      }
      const granted = Object.fromEntries(levels.map((level) => [level, grant(level)])) as Counts
      const first = counted[0]
      return { granted, waitMs: Math.max(1, Math.ceil(first ? first.at + windowMs - now : windowMs / 4)) }
    },
    untold: (now: number): { agoMs: number; count: number }[] => {
      forget(now)
      const parts = new Map<number, { agoMs: number; count: number }>()
      for (const { at, count } of untold) {
        const agoMs = Math.max(0, Math.floor(now - at))
        const part = Math.floor((agoMs / windowMs) * TOLD_AT_MOST)
        const known = parts.get(part)
        parts.set(part, { agoMs: Math.min(agoMs, known?.agoMs ?? agoMs), count: count + (known?.count ?? 0) })
      }
      return [...parts.values()]
    },
    allTold: (): void => {
      untold = []
    },
  }
}
