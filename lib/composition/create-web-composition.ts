import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { readCircuits } from '@/lib/adapters/circuit-breakers/circuit-breakers'
import { createReclaims } from '@/lib/adapters/solana-transactions/reclaims'
import { createTransfers } from '@/lib/adapters/solana-transactions/transfers'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { WebConfig } from '@/lib/config/web-config'
import { openDatabase } from '@/lib/db/client'
import { createLogger } from '@/lib/observability/logger'
import { createJobQueues } from '@/lib/queue/enqueue'
import { createLiveEventReader } from '@/lib/queue/live-event-reader'
import { createLiveEventPublisher } from '@/lib/queue/live-events'
import { openRedis } from '@/lib/queue/redis'
import { secondFactorKey } from '@/lib/services/auth/second-factor-seal'
import { readNodesReport } from '@/lib/services/health/nodes-report'
import { readVenues } from '@/lib/services/health/venues-report'
import { assertInstallationMode } from '@/lib/services/installation/claim-installation'
import { paperProbe } from '@/lib/services/paper/paper-probe'
import { createHealthChecks } from './health-checks'
import { paperRpc } from './paper'
import { promptEnqueue } from './prompt-enqueue'
import { webShare } from './request-shares'
import type { WebComposition } from './web'
import { createMarketServices } from './web-market'
import { createWebServices } from './web-services'

const ENQUEUE_TIMEOUT_MS = 1_500
/** For goodbyes to servers that may be gone. */
const CLOSE_TIMEOUT_MS = 3_000

/** Those the worker trades on with these settings. */
const venuesOf = ({ bags }: WebConfig): string[] => ['jupiter', ...(bags ? ['bags'] : [])]

/** Opens the process's connections; they connect in the background. */
export const createWebComposition = (config: WebConfig): WebComposition => {
  const logger = createLogger({ process: 'web', level: config.logLevel })
  const now = () => new Date()
  const database = openDatabase(config.databaseUrl, { applicationName: 'jarvis-web', maxConnections: 12 })
  const redis = openRedis(config.redisUrl, { role: 'command', logger })
  const queueRedis = openRedis(config.redisUrl, { role: 'command', logger })
  const queues = createJobQueues(queueRedis, (error) => logger.debug({ err: error }, 'Job queue'))
  const events = createLiveEventReader(config.redisUrl, logger)
  const rpc = createSolanaRpc({ providers: config.rpcProviders, rps: webShare(config.rpcRps), logger })
  const paper = { db: database.db, paper: config.paper, now }
  const chain = config.mode === 'paper' ? paperRpc(rpc, paper) : rpc
  const health = createHealthChecks({ ...config, sql: database.sql, redis, logger, now })
  const market = createMarketServices({
    ...{ config, db: database.db, redis, rpc, logger, now },
    probe: config.mode === 'paper' ? paperProbe : undefined,
  })
  const stopping = new AbortController()

  return {
    config,
    logger,
    now,
    newId: randomUUID,
    db: database.db,
    redis,
    events,
    stopping: stopping.signal,
    services: createWebServices({
      mode: config.mode,
      db: database.db,
      chain,
      transfers: createTransfers(rpc),
      reclaims: createReclaims(rpc),
      withdrawals: config.withdrawals,
      market,
      enqueue: promptEnqueue(queues.enqueue, queueRedis, ENQUEUE_TIMEOUT_MS),
      secondFactorKey: secondFactorKey(config.authSecret),
      now,
      live: createLiveEventPublisher(redis, logger),
      events,
      checks: health.checks,
      system: {
        readNodes: () => readNodesReport(redis),
        readVenues: () =>
          readVenues((services) => readCircuits(redis, services), venuesOf(config), Date.now()),
        countQueues: queues.counts,
      },
      logger,
      stopping: stopping.signal,
    }),
    assertInstallation: () => assertInstallationMode({ db: database.db }, config.mode),
    beginStop: () => stopping.abort(),
    close: async () => {
      stopping.abort()
      const goodbyes = Promise.allSettled([events.close(), queues.close(), chain.close(), health.close()])
      await Promise.race([goodbyes, pause(CLOSE_TIMEOUT_MS, undefined, { ref: false })])
      redis.disconnect()
      queueRedis.disconnect()
      await database.close()
    },
  }
}
