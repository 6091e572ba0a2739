import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { DEFAULT_VENUE_POLICY } from '@/lib/domain/execution/rank-bids'
import type { RouteReceipt } from '@/lib/domain/execution/route-receipt'
import { decimal } from '@/lib/domain/money/decimal'
import { solReserveLamports } from '@/lib/domain/risk/deny-entry'
import type { ChainReader } from '@/lib/ports/chain'
import { openStore, type Store } from '../exits/stored-position.fixture'
import type { Job } from './execution-context'
import { feeWish, type FeeWishDeps } from './fee-wish'
import { createTipRoom } from './read-tip-room'

const SENDER_TIP = 1_000_000n
const JITO_TIP = 100_000n
/** What is asked is not how fast the database of a busy machine is. */
const PATIENT = 40

let store: Store
let asked: number
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** What an entry of a thousand dollars tips, by a wallet of so many lamports. */
const tipped = async (
  balances: () => Promise<bigint>,
  order: Partial<Job['order']> = {},
  { jito = false, tipPatience = PATIENT } = {},
) => {
  asked = 0
  const chain: Pick<ChainReader, 'balances'> = {
    balances: async () => {
      asked += 1
      return { lamports: await balances(), slot: 1n, tokens: new Map(), frozen: new Set() }
    },
  }
  const deps: FeeWishDeps = {
    ...{ db: store.db, now: () => new Date(), random: () => 0.5, landingWays: { sender: true, jito } },
    tipPatience,
    readMarket: async () => new Map(),
    feeLevels: async () => null,
    roughSolPrice: async () => decimal('150'),
    tipRoom: createTipRoom({ db: store.db, chain, now: () => new Date() }),
  }
  const job = {
    order: {
      side: 'BUY',
      type: 'MARKET',
      tokenMint: store.mint,
      walletId: store.trading,
      failures: 0,
      ...order,
    },
    wallet: { id: store.trading, address: 'wallet' },
  } as Job
  const wish = () => feeWish(deps, job, 400_000_000n)
  const [one] = await Promise.all([wish(), wish(), wish()])
  return one.tip?.lamports ?? null
}

it('tips only what a wallet with two positions and an entry can spare, and asks once for all', async () => {
  await store.position()
  await store.position({ status: 'CLOSING', exitSeq: 1 })
  await store.order({ side: 'BUY' })
  // Two exits, the entry and one more; the entry's own fees and rent are set aside as well.
  const entryLamports = (
    await createTipRoom({
      ...{ db: store.db, now: () => new Date() },
      chain: { balances: async () => ({ lamports: 0n, slot: 1n, tokens: new Map(), frozen: new Set() }) },
    })({ id: store.trading, address: 'wallet' })
  ).entryLamports
  expect(entryLamports).toBeGreaterThan(0n)
  const reserve = solReserveLamports(2, 1, entryLamports)
  const room = reserve + 4n * SENDER_TIP
  expect(await tipped(async () => room)).toBe(SENDER_TIP)
  expect(asked).toBe(1)
  expect(await tipped(async () => room - 1n)).toBeNull()
  expect(await tipped(async () => room - 1n, {}, { jito: true })).toBe(JITO_TIP)
  expect(await tipped(async () => reserve, {}, { jito: true })).toBeNull()
})

it('tips nobody where no node tells the balance, or not soon', async () => {
  expect(await tipped(() => Promise.reject(new Error('no node')))).toBeNull()
  const from = performance.now()
  expect(await tipped(() => new Promise(() => {}), {}, { tipPatience: 1 })).toBeNull()
  expect(performance.now() - from).toBeLessThan(1_000)
})

it('tips nobody for an order that has failed before, and asks for nothing', async () => {
  expect(await tipped(async () => 10n ** 10n)).toBe(SENDER_TIP)
  expect(await tipped(async () => 10n ** 10n, { failures: 1 })).toBeNull()
  expect(asked).toBe(0)
})

it('F27: what transactions under way will pay counts towards the hour, once', async () => {
  const since = new Date(Date.now() - 60_000)
  const paid = () => priorityFeesPaid(store.db, { walletId: store.trading, since })
  const before = await paid()
  const route: RouteReceipt = {
    ...{ policy: DEFAULT_VENUE_POLICY, offers: [], fee: { tier: 'HIGH' as const, lamports: '30000' } },
    landing: { path: 'sender', lamports: String(SENDER_TIP) },
  }
  const row = {
    ...{ venue: 'jupiter', transaction: new Uint8Array(), blockhash: 'b', lastValidBlockHeight: 1n },
    ...{ inputRaw: 1n, quotedOutRaw: 1n, minOutRaw: 1n, slippageBps: 1, quote: {}, signedAt: new Date() },
    status: 'SIGNED' as const,
  }
  const signed = { ...row, id: randomUUID(), orderId: await store.order(), signature: randomUUID(), route }
  await storeAttempt(store.db, signed)
  expect(await paid()).toEqual({ ...before, all: before.all + 1_030_000n })
  // Nothing told: nothing known.
  const untold = { ...row, id: randomUUID(), orderId: await store.order(), signature: randomUUID() }
  await storeAttempt(store.db, untold)
  expect(await paid()).toEqual({ ...before, all: before.all + 1_030_000n })
  await settleAttempt(
    store.db,
    signed.id,
    { status: 'EXPIRED', slot: null, feeLamports: null, error: null },
    new Date(),
  )
  expect(await paid()).toEqual(before)
})
