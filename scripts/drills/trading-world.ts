import { randomBytes, randomUUID } from 'node:crypto'
import { buyInput, sellInput } from '@/lib/contracts/trade'
import { startTradingRole } from '@/lib/composition/trading-role'
import { createWorkerParts } from '@/lib/composition/worker'
import { createWalletMaker } from '@/lib/adapters/vault-signer/wallet-maker'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { findOrder } from '@/lib/db/order-repository'
import { runMigrations } from '@/lib/db/migrate'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { readReconciliation } from '@/lib/db/reconciliation-repository'
import { insertTradingWallet } from '@/lib/db/trading-wallet-repository'
import { insertUser } from '@/lib/db/user-repository'
import { isTerminal } from '@/lib/domain/orders/order-status'
import { createJobQueues } from '@/lib/queue/enqueue'
import { openRedis } from '@/lib/queue/redis'
import { createLogger } from '@/lib/observability/logger'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { orderView } from '@/lib/services/orders/order-view'
import { getPosition } from '@/lib/services/positions/get-position'
import { listPositions } from '@/lib/services/positions/list-positions'
import { placeBuyOrder } from '@/lib/services/trade/place-buy-order'
import { placeSellOrder } from '@/lib/services/trade/place-sell-order'
import { createTestDatabase } from '@/scripts/test/test-database'
import { createTestRedis } from '@/scripts/test/test-redis'
import { drillSandbox } from './drill-sandbox'
import { entryDepsOf } from './entry-deps'
import { contextOf } from './trader-context'
import { until } from './until'

export type Ledger = {
  sol: string
  lamports: string
  tokens: { mint: string; symbol: string | null; amountRaw: string }[]
  transactions: {
    signature: string
    err: unknown
    signers: string[]
    changes: { mint: string; deltaRaw: string }[]
  }[]
}

export type Overrides = (
  deps: Omit<ExecutionDeps, 'onPositionChanged'>,
) => Omit<ExecutionDeps, 'onPositionChanged'>

export const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'

/**
 * A whole JARVIS without its web process: a sandbox of its own, a database of its own, one user with
 * a funded trading wallet. Slots are short so that expiry takes seconds, not a minute.
 */
export const openTradingWorld = async (
  options: {
    slotMs?: number
    /** Reaches into the sandbox's own objects, so a running one will not do. */
    ownSandbox?: boolean
    jupiterApi?: 'v1' | 'v2'
    mode?: 'sandbox' | 'paper'
    /** Put between JARVIS and the sandbox; answers with the address JARVIS is given. */
    front?: (sandboxUrl: string) => Promise<string>
    /** Outside the tests: empty stores and a sandbox that somebody else started and ends. */
    house?: House
    /** With the address of the sandbox in place of `{sandbox}`. Over what the worker is told otherwise. */
    environment?: Record<string, string>
    /** A trade goes without its tip where that takes too long: too long for a busy machine, where tips are the question. */
    tipPatience?: number
  } = {},
) => {
  const { database, redis, sandbox } = options.house ?? (await houseOf(options))
  await runMigrations(database.url)
  const vaultKey = randomBytes(32)
  const environment: Record<string, string> = {
    ...workerEnvironment(
      (await options.front?.(sandbox.url)) ?? sandbox.url,
      database.url,
      redis.url,
      vaultKey,
      options.jupiterApi ?? 'v2',
    ),
    JARVIS_MODE: options.mode ?? 'sandbox',
    GEYSER_URL: sandbox.geyserUrl,
    ...Object.fromEntries(
      Object.entries(options.environment ?? {}).map(([name, value]) => [
        name,
        value.replace('{sandbox}', sandbox.url),
      ]),
    ),
  }
  const config = loadWorkerConfig(environment)
  const logger = createLogger({ process: 'worker', level: process.env.DRILL_LOG ?? 'silent' })
  const parts = createWorkerParts(config, logger, { tipPatience: options.tipPatience })
  await parts.claim()
  await parts.feed.start()

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${sandbox.url}/control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }
  const fund = options.mode === 'paper' ? async () => {} : control
  const newUser = async () => {
    const user = await createFundedUser(parts.database.db, vaultKey, fund)
    // The airdrop is a transaction like any other: it is spent once the nodes show it.
    if (options.mode !== 'paper')
      await until(
        'the trader is funded',
        async () => ((await parts.rpc.balances(user.wallet)).tokens.get(USDC) ?? 0n) > 0n,
      )
    return user
  }
  // First: whatever the market moves before is made up for later, and a slow machine takes its time.
  await control('PUT', '/market', { frozen: true })
  const user = await newUser()

  const { db } = parts.database
  // What the web process does: orders reach the worker through Redis.
  const queueRedis = openRedis(environment.REDIS_URL!, { role: 'command', logger })
  const queues = createJobQueues(queueRedis, () => {})
  const tradeDeps = entryDepsOf(parts, queues.enqueue)
  // Drills buy the same token many times.
  await storeRiskLimits(db, null, { maxCorrelated: 1_000, updatedAt: new Date() })
  const order = async (id: string) => orderView(db, (await findOrder(db, id))!)
  /** What one user can do and see. */
  const tradeAs = (user: { userId: number; wallet: string }) => {
    const ctx = contextOf(user.userId)
    const reads = { db, readMarket: parts.readMarket }
    return {
      db,
      user,
      ledger: () => control<Ledger>('GET', `/ledger/${user.wallet}`),
      placeBuy: (input: Record<string, unknown>, key: string = randomUUID()) =>
        placeBuyOrder(tradeDeps, ctx, buyInput.parse(input), { key, bodyHash: JSON.stringify(input) }),
      placeSell: (positionId: string, percent = '100', key: string = randomUUID(), more: object = {}) =>
        placeSellOrder(tradeDeps, ctx, sellInput.parse({ positionId, percent, ...more }), {
          key,
          bodyHash: positionId + percent + JSON.stringify(more),
        }),
      position: (id: string) => getPosition(reads, ctx, id),
      positions: async () => (await listPositions(reads, ctx, { status: 'all', limit: 100 })).positions,
    }
  }
  const running = new Set<{ stop: () => Promise<void> }>()
  const stopTrading = async () => {
    for (const worker of [...running]) await worker.stop()
  }

  return {
    sandbox,
    vaultKey,
    environment,
    parts,
    enqueue: queues.enqueue,
    control,
    ...tradeAs(user),
    newTrader: async () => tradeAs(await newUser()),
    fault: (target: string, kind: string, more: object = {}) =>
      control('POST', '/faults', { target, kind, ...more }),
    price: (token: string, change: object) => control('PUT', `/market/${token}`, change),
    /** Resolves once entries are open, unless it is told not to wait. */
    startTrading: async (override: Overrides = (deps) => deps, { untilOpen = true } = {}) => {
      const locks = parts.openLocks()
      const role = await startTradingRole({
        db,
        queueConnection: parts.bullmq,
        locks,
        feed: parts.feed,
        safety: parts.safety,
        execution: override(parts.createExecution(vaultKey)),
        exitWatch: parts.exitWatch,
      })
      const worker = {
        stop: async () => {
          running.delete(worker)
          await role.stop()
          await locks.close()
        },
      }
      running.add(worker)
      const isOpen = async () => (await readReconciliation(db))?.clean
      if (untilOpen) await until('the books agree with the chain', isOpen, 30_000)
      return worker
    },
    order,
    /** The order once it is finished, however it ended. */
    finished: (id: string, limitMs?: number) =>
      until(
        'the order is finished',
        async () => {
          const now = await order(id)
          return isTerminal(now.status) ? now : null
        },
        limitMs,
      ),
    stopTrading,
    close: async () => {
      await stopTrading()
      await queues.close()
      queueRedis.disconnect()
      await parts.close()
      await sandbox.close()
      await Promise.all([database.drop(), redis.drop()])
    },
    until,
  }
}

const houseOf = async ({ slotMs = 50, ownSandbox = false }: { slotMs?: number; ownSandbox?: boolean }) => {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
  return { database, redis, sandbox: await drillSandbox({ slotMs, own: ownSandbox }) }
}
export type House = Awaited<ReturnType<typeof houseOf>>

export type TradingWorld = Awaited<ReturnType<typeof openTradingWorld>>
export type Trader = Awaited<ReturnType<TradingWorld['newTrader']>>

const workerEnvironment = (
  url: string,
  databaseUrl: string,
  redisUrl: string,
  vaultKey: Buffer,
  jupiterApi: 'v1' | 'v2',
): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  JARVIS_VAULT_KEY: vaultKey.toString('base64'),
  JUPITER_URL: `${url}/jupiter`,
  GECKOTERMINAL_URL: `${url}/geckoterminal`,
  JUPITER_API: jupiterApi,
  JUPITER_RPS: '500',
  RPC_RPS: '1000',
  LOG_LEVEL: 'silent',
  ...Object.fromEntries(
    ['HELIUS', 'QUICKNODE', 'ALCHEMY', 'TRITON', 'PUBLIC'].map((name) => [
      `SOLANA_RPC_${name}_URL`,
      `${url}/rpc/${name.toLowerCase()}`,
    ]),
  ),
})

const createFundedUser = async (
  db: Parameters<typeof insertUser>[0],
  vaultKey: Uint8Array,
  control: (method: string, path: string, body?: unknown) => Promise<unknown>,
): Promise<{ userId: number; wallet: string }> => {
  const userId = await insertUser(db, {
    email: `${randomUUID()}@drill.local`,
    passwordHash: 'never signs in',
    displayName: 'Drill',
    isAdmin: false,
  })
  if (userId === null) throw new Error('the user exists already')
  const sealed = await createWalletMaker({ masterKey: vaultKey }).create({ userId })
  await insertTradingWallet(db, { id: randomUUID(), userId, ...sealed })
  await control('POST', '/airdrop', { wallet: sealed.address, sol: 10, usdc: 10_000 })
  return { userId, wallet: sealed.address }
}
