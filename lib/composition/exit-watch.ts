import type { AccountReader } from '@/lib/ports/account-stream'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { afterTrades } from '@/lib/services/execution/trades-first'
import { markTrapped } from '@/lib/services/exits/mark-trapped'
import type { PriceFeed } from '@/lib/services/prices/price-feed'
import { startLoop } from '@/lib/services/prices/repeat'
import { createReadinessRefresh } from '@/lib/services/readiness/refresh-readiness'
import { createTokenWatch } from '@/lib/services/readiness/token-watch'
import { lockRuggedDeployer } from '@/lib/services/risk/lock-rugs'

/** What the watch on held positions needs beside what execution has. */
export type ExitWatchParts = {
  accounts: AccountReader
  /** The wallet's associated accounts of a mint, under either token program. */
  tokenAccounts: (wallet: string, mint: string) => readonly string[]
  healthyNodes: () => number
}

type Deps = ExitWatchParts & {
  execution: Omit<ExecutionDeps, 'onPositionChanged'>
  feed: PriceFeed
}

const TOKEN_ROUND_MS = 3_000
const READINESS_ROUND_MS = 500

/** Watches what is held, and asks of each position whether it can be left. */
export const startExitWatch = ({ execution, feed, accounts, tokenAccounts, healthyNodes }: Deps) => {
  const { logger, router } = execution
  const trap = (positionId: string, reason: string) => markTrapped(execution, positionId, reason)
  const common = { ...execution, feed, markTrapped: trap }
  const watch = createTokenWatch({
    ...common,
    accounts,
    tokenAccounts,
    onRug: (rug) => lockRuggedDeployer(execution, rug),
  })
  const refresh = createReadinessRefresh({
    ...common,
    sendPaths: () => healthyNodes() + router.landers(),
    tokenFindings: watch.findingsOf,
  })
  return [
    { stop: async () => watch.stop() },
    startLoop(watch.round, TOKEN_ROUND_MS, { logger, name: 'token watch', firstAfterMs: 0 }),
    startLoop(afterTrades(execution.db, refresh), READINESS_ROUND_MS, { logger, name: 'exit readiness' }),
  ]
}
