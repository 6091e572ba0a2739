import { randomUUID } from 'node:crypto'
import {
  lots,
  lotSales,
  orderAttempts,
  tokens,
  trades,
  users,
  walletOperations,
  wallets,
} from '@/drizzle/schema'
import type { NewOrder } from '@/lib/db/order-repository'
import type { NewPosition } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Balances } from '@/lib/ports/chain'
import { openStore } from '../exits/stored-position.fixture'
import type { MarketView, ReadMarket } from '../market-view'

export const NOON = new Date('2026-06-10T12:00:00Z')
export const hoursAgo = (hours: number) => new Date(NOON.getTime() - hours * 3_600_000)

const DARK_MINT = 'DarkToken111111111111111111111111111111111'

/** A database in which many accounts can be set up, each with $1,000 and 2 SOL; nothing works on them. */
export const openAccounts = async () => {
  const store = await openStore()
  const { db } = store
  await db.insert(tokens).values({
    ...{ mint: DARK_MINT, symbol: 'DARK', name: 'Nothing prices it', decimals: 0 },
    ...{ tokenProgram: 'program', refreshedAt: NOON },
  })
  const walletOf = async (userId: number, kind: 'TRADING' | 'CONNECTED') => {
    const id = randomUUID()
    await db.insert(wallets).values({ id, userId, kind, address: `${kind} of ${userId}` })
    return id
  }
  const withoutWallet = async () =>
    (await db.insert(users).values({ displayName: 'Test' }).returning())[0]!.id
  const account = async () => {
    const userId = await withoutWallet()
    return { userId, walletId: await walletOf(userId, 'TRADING') }
  }
  type Account = Awaited<ReturnType<typeof account>>
  const order = (of: Account, change: Partial<NewOrder> = {}) =>
    store.order({ ...of, createdAt: hoursAgo(5), updatedAt: hoursAgo(5), ...change })
  return {
    db,
    statements: () => store.statements(),
    mint: store.mint,
    darkMint: DARK_MINT,
    account,
    withoutWallet,
    connect: (userId: number) => walletOf(userId, 'CONNECTED'),
    order,
    /** 100 tokens bought yesterday for $80. */
    position: (of: Account, change: Partial<NewPosition> = {}) =>
      store.position({ ...of, costRaw: 80_000_000n, openedAt: hoursAgo(30), ...change }),
    /** What of a position was bought and, where that is told, sold. */
    lot: async (
      positionId: string,
      bought: { raw: bigint; costRaw: bigint; at: Date },
      sold?: { raw: bigint; proceedsRaw: bigint; realisedUsd: string; at: Date },
    ) => {
      const [id, left] = [randomUUID(), bought.raw - (sold?.raw ?? 0n)]
      const nothing = { feesLamports: 0n, feesUsd: '0', feesUnvaluedLamports: 0n }
      await db.insert(lots).values({
        ...{ id, positionId, seq: 1, boughtRaw: bought.raw, costRaw: bought.costRaw, feeLamports: 0n },
        ...{ remainingRaw: left, remainingCostRaw: 0n, ...nothing, openedAt: bought.at },
      })
      if (!sold) return
      const { raw: soldRaw, proceedsRaw, realisedUsd, at } = sold
      await db
        .insert(lotSales)
        .values({ positionId, lotId: id, soldRaw, proceedsRaw, costRaw: 0n, ...nothing, realisedUsd, at })
    },
    /** A purchase of a position, for what it cost in fees. */
    fill: async (of: Account, positionId: string, feeUsd: string, executedAt: Date) => {
      const orderId = await order(of, { status: 'FILLED', positionId, updatedAt: executedAt })
      await db.insert(trades).values({
        ...{ id: randomUUID(), orderId, positionId, side: 'BUY', signature: randomUUID(), slot: 1n },
        ...{ tokenRaw: 100n, quoteRaw: 80_000_000n, feeLamports: 1n, feeUsd, priceUsd: '0.8' },
        ...{ venue: 'test', executedAt },
      })
    },
    /** A transaction that landed and failed. */
    failedAttempt: async (orderId: string, seq: number, fee: { usd: string | null; at: Date }) => {
      await db.insert(orderAttempts).values({
        ...{ id: randomUUID(), orderId, seq, venue: 'test', status: 'FAILED', signature: randomUUID() },
        ...{ transaction: new Uint8Array(), blockhash: 'hash', lastValidBlockHeight: 1n, quote: {} },
        ...{ inputRaw: 1n, quotedOutRaw: 1n, minOutRaw: 1n, slippageBps: 50 },
        ...{ feeLamports: 5_000_000n, feeUsd: fee.usd, signedAt: fee.at, resolvedAt: fee.at },
      })
    },
    operation: async (of: Account, change: Partial<typeof walletOperations.$inferInsert>) => {
      await db.insert(walletOperations).values({
        ...{ id: randomUUID(), ...of, kind: 'WITHDRAWAL', status: 'RECEIVED', mint: USDC_MINT },
        ...{ amountRaw: 7_000_000n, destination: 'away', idempotencyKey: randomUUID(), bodyHash: 'hash' },
        ...{ actor: { kind: 'user' }, detail: 'It waits.', createdAt: hoursAgo(1), updatedAt: hoursAgo(1) },
        ...{ signature: randomUUID(), transaction: new Uint8Array(), blockhash: 'hash' },
        ...{ lastValidBlockHeight: 1n, ...change },
      })
    },
    close: store.close,
  }
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>

/** SOL costs $200; a token of `mint` $1, and so many of them can be sold that 100 bring $99.999999. */
export const marketOf =
  (mint: string): ReadMarket =>
  async (mints) => {
    const found = new Map<string, MarketView>()
    const quoteUsd = decimal('1')
    if (mints.includes(WSOL_MINT))
      found.set(WSOL_MINT, { priceUsd: decimal('200'), at: NOON, pool: null, quoteUsd })
    if (mints.includes(mint))
      found.set(mint, { priceUsd: decimal('1'), at: NOON, quoteUsd, pool: poolOf(mint) })
    return found
  }

const poolOf = (mint: string): MarketView['pool'] => ({
  ...{ address: 'pool', kind: 'constant-product', baseMint: mint, quoteMint: USDC_MINT },
  ...{ baseDecimals: 0, quoteDecimals: 6, baseReserve: 10n ** 15n, quoteReserve: 10n ** 21n },
  tradeFeeMillionths: 0n,
})

export const thousandDollars: Balances = {
  lamports: 2_000_000_000n as Balances['lamports'],
  slot: 1n,
  tokens: new Map([[USDC_MINT, 1_000_000_000n]]),
  frozen: new Set(),
}
