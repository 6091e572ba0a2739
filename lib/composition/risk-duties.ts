import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { afterTrades } from '@/lib/services/execution/trades-first'
import type { PriceFeed } from '@/lib/services/prices/price-feed'
import { startLoop } from '@/lib/services/prices/repeat'
import { evaluateProtections } from '@/lib/services/risk/evaluate-protections'
import { lockRugs } from '@/lib/services/risk/lock-rugs'
import { markDay } from '@/lib/services/risk/mark-day'
import { recordEquity } from '@/lib/services/risk/record-equity'
import { createStaleDataWatch } from '@/lib/services/risk/watch-stale-data'

const PROTECTIONS_MS = 3_000
const RUGS_MS = 10_000
const STALE_DATA_MS = 2_000
const DAY_MARK_MS = 5_000
const EQUITY_MS = 60_000

/** What the trading role does about risk beside trading: marks the day, records equity, sets and lifts locks. */
export const startRiskDuties = (
  execution: Omit<ExecutionDeps, 'onPositionChanged'>,
  feed: PriceFeed,
): { stop: () => Promise<void> } => {
  const { db, logger, chain } = execution
  const protect = afterTrades(db, () => evaluateProtections(execution), PROTECTIONS_MS)
  const equity = { ...execution, balances: (wallet: string) => chain.balances(wallet) }
  const loops = [
    startLoop(() => markDay(execution), DAY_MARK_MS, { logger, name: 'day marks', firstAfterMs: 0 }),
    startLoop(protect, PROTECTIONS_MS, { logger, name: 'protections' }),
    startLoop(() => lockRugs(execution), RUGS_MS, { logger, name: 'rugs' }),
    startLoop(createStaleDataWatch({ ...execution, feed }), STALE_DATA_MS, { logger, name: 'stale data' }),
    startLoop(
      afterTrades(db, () => recordEquity(equity)),
      EQUITY_MS,
      { logger, name: 'equity', firstAfterMs: 5_000 },
    ),
  ]
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) }
}
