import type { Redis } from 'ioredis'
import type { Sql } from 'postgres'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { RpcProvider } from '@/lib/config/rpc-providers'
import type { Logger } from '@/lib/observability/logger'
import { STREAM_KEY } from '@/lib/services/prices/price-keys'
import type { HealthChecks } from '@/lib/services/health/check-health'
import { sharedCheck } from '@/lib/services/health/shared-check'

/** Written by the worker as its sign of life. */
export const WORKER_KEY = 'worker:heartbeat'

export const CHECK_TIMEOUT_MS = 1_500
const STREAM_FRESH_MS = 5_000
const WORKER_FRESH_MS = 15_000
const SHARING = { freshMs: 500, abandonMs: 5_000 }

type Deps = {
  sql: Sql
  redis: Redis
  rpcProviders: readonly RpcProvider[]
  rpcRps: number
  logger: Logger
  now: () => Date
}

/** `{ at }` in unix milliseconds under `key`, not older than `maxAgeMs`. */
const reportedWithin = async (deps: Deps, key: string, maxAgeMs: number): Promise<boolean> => {
  const text = await deps.redis.get(key)
  if (text === null) return false
  const { at } = JSON.parse(text) as { at?: unknown }
  return typeof at === 'number' && deps.now().getTime() - at <= maxAgeMs
}

export const createHealthChecks = (deps: Deps): { checks: HealthChecks; close: () => Promise<void> } => {
  const { rpcRps: rps, logger } = deps
  // Each on its own, asked at once: one node that hangs must not hide another that answers.
  const nodes = deps.rpcProviders.map((provider) =>
    createSolanaRpc({
      providers: [provider],
      rps,
      logger: { warn: logger.debug.bind(logger) },
      timeoutMs: CHECK_TIMEOUT_MS,
      probeEveryMs: null,
    }),
  )
  const share = (check: () => Promise<boolean>) =>
    sharedCheck(check, { ...SHARING, now: () => deps.now().getTime() })

  return {
    checks: {
      database: share(async () => (await deps.sql`select 1`).length === 1),
      redis: share(async () => (await deps.redis.ping()) === 'PONG'),
      rpc: share(async () => (await Promise.any(nodes.map((node) => node.slot()))) >= 0n),
      accountStream: share(() => reportedWithin(deps, STREAM_KEY, STREAM_FRESH_MS)),
      // No row: no worker ever started, and nothing is out of step yet.
      reconciled: share(
        async () => (await deps.sql`select 1 from reconciliation_status where not clean`).length === 0,
      ),
      worker: share(() => reportedWithin(deps, WORKER_KEY, WORKER_FRESH_MS)),
    },
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()))
    },
  }
}
