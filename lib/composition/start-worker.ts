import type { WorkerConfig } from '@/lib/config/worker-config'
import { isAppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { createNodesReport } from '@/lib/services/health/nodes-report'
import { startLoop } from '@/lib/services/prices/repeat'
import { startMarketRole } from './market-role'
import { startTradingRole } from './trading-role'
import { createWorkerParts, type WorkerParts } from './worker'

const HEARTBEAT_MS = 2_000
const HEARTBEAT_EXPIRY_S = 30
const CHAIN_RETRY_MS = 500
const CHAIN_PATIENCE_MS = 60_000

export type RunningWorker = { parts: WorkerParts; stop: () => Promise<void> }

/**
 * Boots in the order that is safe for money: the chain and database must fit the mode, then prices,
 * then trading, which first takes up whatever an earlier process left unfinished. Stops in reverse.
 */
export const startWorker = async (config: WorkerConfig, logger: Logger): Promise<RunningWorker> => {
  const parts = createWorkerParts(config, logger)
  const stops: (() => Promise<void>)[] = [() => parts.close()]
  const stop = async () => {
    for (const step of stops.reverse()) await step()
  }
  try {
    await claimWithPatience(parts)
    const roles = new Set(config.workerRoles)
    if (roles.has('trading') || roles.has('market')) await parts.feed.start()
    if (roles.has('market')) stops.push((await startMarketRole(parts)).stop)
    if (roles.has('trading')) {
      const locks = parts.openLocks()
      stops.push(() => locks.close())
      if (!config.vaultKey) throw new Error('the trading role needs the vault key')
      const trading = await startTradingRole({
        db: parts.database.db,
        queueConnection: parts.bullmq,
        locks,
        feed: parts.feed,
        safety: parts.safety,
        execution: parts.createExecution(config.vaultKey),
        exitWatch: parts.exitWatch,
      })
      stops.push(trading.stop)
    }
    stops.push(startHeartbeat(parts).stop, startNodesReport(parts).stop)
    return { parts, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The nodes may still be starting; a wrong chain or database ends at once. */
const claimWithPatience = async (parts: WorkerParts): Promise<void> => {
  const deadline = Date.now() + CHAIN_PATIENCE_MS
  for (;;) {
    try {
      return await parts.claim()
    } catch (error) {
      const passing = isAppError(error) && error.retry === 'retryable'
      if (!passing || Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, CHAIN_RETRY_MS))
    }
  }
}

const startHeartbeat = (parts: WorkerParts) =>
  startLoop(
    async () => {
      const beat = JSON.stringify({ at: parts.now().getTime(), roles: parts.config.workerRoles })
      await parts.redis.set('worker:heartbeat', beat, 'EX', HEARTBEAT_EXPIRY_S).catch(() => {})
    },
    HEARTBEAT_MS,
    { logger: parts.logger, name: 'heartbeat', firstAfterMs: 0 },
  )

const startNodesReport = ({ redis, live, rpc, now, logger }: WorkerParts) => {
  const report = createNodesReport({ redis, live, nodes: () => rpc.nodes(), now })
  // Whoever waits for a sign of life has the heartbeat; without Redis there is nobody to tell.
  return startLoop(() => report().catch(() => {}), HEARTBEAT_MS, {
    logger,
    name: 'nodes report',
    firstAfterMs: HEARTBEAT_MS,
  })
}
