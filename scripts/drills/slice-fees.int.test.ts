import { Keypair } from '@solana/web3.js'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderSlicings } from '@/drizzle/schema'
import { reservedLamports } from '@/lib/db/entry-lamports-repository'
import { walletByAddress } from '@/lib/db/wallet-repository'
import { solReserveLamports } from '@/lib/domain/risk/deny-entry'
import { SLICE_LAMPORTS, slicedEntryLamports } from '@/lib/domain/risk/entry-lamports'
import { readFreeBalance } from '@/lib/services/wallets/free-balance'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading()
})
afterAll(() => world.close())
beforeEach(() => world.control('DELETE', '/faults'))

const place = (trader: Trader, durationSeconds = 2) =>
  trader.placeBuy({ token: 'BONK', amountUsd: 50, algorithm: 'TWAP', durationSeconds })
const lamportsOf = async ({ user }: Trader) => (await world.parts.rpc.balances(user.wallet)).lamports
/** Moves SOL away so that this much is left. */
const leave = async (trader: Trader, lamports: bigint) => {
  await world.control('POST', '/transfer', {
    from: trader.user.wallet,
    to: Keypair.generate().publicKey.toBase58(),
    mint: 'SOL',
    amountRaw: String((await lamportsOf(trader)) - lamports),
  })
  await world.until('every node shows it', async () => (await lamportsOf(trader)) === lamports)
}
const walletOf = async ({ db, user }: Trader) => (await walletByAddress(db, user.wallet))!.id
const reserved = async (trader: Trader) =>
  reservedLamports(trader.db, { walletId: await walletOf(trader) }, new Date())

describe('the fees of slices', () => {
  it('are set aside once: of orders at the same time only as many are accepted as can pay for all their slices', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    // The second finds one entry on its way, so its reserve is larger by the sells of one position.
    const forTwo = 2n * slicedEntryLamports(5) + solReserveLamports(0, 1, 0n)
    await leave(trader, forTwo)
    const placed = await Promise.all(Array.from({ length: 6 }, () => place(trader)))
    const orders = await Promise.all(placed.map(({ orderId }) => world.order(orderId)))
    expect(orders.map(({ status }) => status).toSorted()).toEqual([
      ...['DENIED', 'DENIED', 'DENIED', 'DENIED'],
      ...['WORKING', 'WORKING'],
    ])
    for (const { denial } of orders.filter(({ status }) => status === 'DENIED'))
      expect(denial).toMatchObject({
        code: 'risk.insufficient_balance',
        detail: expect.stringContaining('0.012225 SOL of it is set aside for the fees of its 5 slices'),
        extra: { slices: '5', slicesSol: '0.012225' },
      })
    expect(await reserved(trader)).toBe(2n * slicedEntryLamports(5))
    await world.startTrading()
    for (const { id } of orders.filter(({ status }) => status === 'WORKING'))
      expect((await world.finished(id, 30_000)).status).toBe('FILLED')
    expect(await reserved(trader)).toBe(0n)
  })

  it('shrink as slices are bought, never beyond what the wallet holds, and cannot be withdrawn before', async () => {
    const trader = await world.newTrader()
    await leave(trader, slicedEntryLamports(5) + solReserveLamports(0, 0, 0n))
    await world.stopTrading()
    const { orderId } = await place(trader, 400)
    const walletId = await walletOf(trader)
    const free = async () => {
      const asOf = new Date()
      const balances = await world.parts.rpc.balances(trader.user.wallet)
      return trader.db.transaction((tx) => readFreeBalance(tx, { walletId, mint: null, balances, asOf }))
    }
    expect((await free()).freeRaw).toBe(0n)
    expect(await reserved(trader)).toBe(slicedEntryLamports(5))
    await world.startTrading()
    // The next slice is a hundred seconds away, until it is told otherwise: what is looked at meanwhile stands still.
    for (const filled of [1, 2, 3, 4]) {
      await world.until(`slice ${filled} is bought`, async () => {
        const { slices } = await world.order(orderId)
        return slices.filter(({ status }) => status === 'FILLED').length === filled
      })
      const now = await reserved(trader)
      expect(now).toBe(BigInt(5 - filled) * SLICE_LAMPORTS)
      expect(now).toBeLessThanOrEqual(await lamportsOf(trader))
      const due = { nextAt: new Date() }
      await world.db.update(orderSlicings).set(due).where(eq(orderSlicings.orderId, orderId))
    }
    expect(await world.finished(orderId)).toMatchObject({ status: 'FILLED', slicing: { reservedSol: '0' } })
    // Until a node is sure to show the last fees they count as if they were still to come.
    await world.until('what was not used is free again', async () => (await free()).freeRaw > 0n)
  })

  it('moved away by the trader end the order with what it has, and say why', async () => {
    const trader = await world.newTrader()
    const { orderId } = await place(trader, 8)
    await world.until('one slice is bought', async () =>
      (await world.order(orderId)).slices.some(({ status }) => status === 'FILLED'),
    )
    await leave(trader, 1_400_000n)
    const order = await world.finished(orderId, 30_000)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'PARTIALLY_FILLED' })
    // In our words, or where the venue sees it first in its.
    const why = /too little to sell again\. Deposit SOL\.|does not hold enough SOL for fees and rent/
    expect(order.timeline.at(-1)!.detail).toMatch(why)
    expect(order.slicing!.stopReason).toMatch(why)
  })
})
