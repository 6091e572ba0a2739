import type { Logger } from '@/lib/observability/logger'
import { fillWindow, missingWindows, type CandleHistoryDeps } from './candle-history'

export type CandleBackfillDeps = CandleHistoryDeps & { now: () => Date; logger: Logger }

const DAYS = 7

/** Reads a week of history for many tokens, one window at a time, the newest windows of all tokens first. */
export const createCandleBackfill = (deps: CandleBackfillDeps) => {
  /** Windows still to read, newest first. An empty list marks a token that is done. */
  const left = new Map<string, number[]>()

  const next = (): { mint: string; window: number } | null => {
    let best: { mint: string; window: number } | null = null
    for (const [mint, [window]] of left)
      if (window !== undefined && (!best || window > best.window)) best = { mint, window }
    return best
  }

  return {
    /** Adds tokens not planned before. */
    plan: async (mints: readonly string[]): Promise<void> => {
      for (const mint of mints)
        if (!left.has(mint)) left.set(mint, await missingWindows(deps.db, mint, deps.now(), DAYS))
    },
    /** Reads one window; false when none is left. A failed window is tried again by a later step. */
    step: async (): Promise<boolean> => {
      const job = next()
      if (!job) return false
      const bars = await fillWindow(deps, job.mint, job.window, deps.now())
      const rest = left.get(job.mint)!.filter((window) => window !== job.window)
      // A vendor without bars here has none further back.
      left.set(job.mint, bars === 0 ? [] : rest)
      if (bars === 0) deps.logger.debug({ mint: job.mint }, 'No further candle history')
      return true
    },
    /** Windows still to read, over all tokens. */
    remaining: (): number => [...left.values()].reduce((sum, windows) => sum + windows.length, 0),
  }
}
