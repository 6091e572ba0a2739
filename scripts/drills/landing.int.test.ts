import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderAttempts, orders } from '@/drizzle/schema'
import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { findOrder } from '@/lib/db/order-repository'
import { solReserveLamports } from '@/lib/domain/risk/deny-entry'
import { booksMatchLedger } from './positions-in-drills'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

const TREASURY = '4ACfpUFoaSD9bfPdeu6DBt89gB6ENTeHBXCAi87NhDEE'
const STOPS = 10

let world: TradingWorld
const openWith = (environment: Record<string, string>) => async () => {
  // Ten sales at once on a busy machine need more than the 7.5 s that a blockhash lives with slots of 50 ms.
  world = await openTradingWorld({ environment, tipPatience: 40, slotMs: 100 })
  await world.startTrading()
  await world.until('SOL has a price', () => world.parts.roughSolPrice())
}
const close = () => world.close()
const heal = () => world.control('DELETE', '/faults')

const bought = async (amountUsd: number, by: Pick<Trader, 'placeBuy'> = world) => {
  const { orderId } = await by.placeBuy({ token: 'BONK', amountUsd, stopLossPct: 10, takeProfitPct: 900 })
  const order = await world.finished(orderId, 30_000)
  expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED' })
  expect(order.attempts).toMatchObject([{ status: 'CONFIRMED' }])
  return order
}
const tradeOf = async (orderId: string) =>
  (await world.db.query.trades.findMany()).find((trade) => trade.orderId === orderId)!
const told = async (orderId: string) =>
  (await world.order(orderId)).timeline.map(({ detail }) => detail ?? '').join(' ')

/** The sell that the stop made. */
const stoppedOut = async (positionId: string, of: Pick<Trader, 'position'> = world): Promise<string> => {
  await world.until(
    'the stop is sold',
    async () => (await of.position(positionId)).status === 'STOPPED_OUT',
    30_000,
  )
  const sells = and(eq(orders.positionId, positionId), eq(orders.side, 'SELL'))
  return (await world.db.select({ id: orders.id }).from(orders).where(sells))[0]!.id
}

describe('Helius Sender as a way to land', () => {
  beforeAll(openWith({ HELIUS_SENDER_URL: '{sandbox}/helius-sender' }))
  afterAll(close)
  beforeEach(heal)

  it('F05: what every node loses lands through it, a buy and its stop, for tips that are booked', async () => {
    await world.fault('chain', 'drop_transactions')
    const order = await bought(200)
    const trade = await tradeOf(order.id)
    expect(trade).toMatchObject({ tipLamports: 1_000_000n, networkFeeLamports: 5_000n })
    // Its fee is for the units of a simulation, far fewer than 300,000.
    expect(trade.priorityFeeLamports).toBeGreaterThan(0n)
    expect(await told(order.id)).toContain('Tip 0.001 SOL: Helius Sender.')

    await world.until('the pool is priced', async () => world.parts.feed.latest(order.token.mint)?.pool)
    await world.price('BONK', { changePct: -20 })
    expect((await tradeOf(await stoppedOut(order.positionId!))).tipLamports).toBe(1_000_000n)
    await booksMatchLedger(world, order.positionId!)

    // F27: tips use up the hour's cap as fees do.
    const { walletId } = (await findOrder(world.db, order.id))!
    const paid = await priorityFeesPaid(world.db, { walletId, since: new Date(Date.now() - 60_000) })
    expect(paid.all).toBeGreaterThan(2_000_000n)
  })

  it.each(['down', 'hang', 'rate_limit', 'error', 'drop_transactions'])(
    'is a hint only: with %s against it the nodes land what tips it',
    async (kind) => {
      await world.fault('helius-sender', kind)
      const order = await bought(100)
      expect((await tradeOf(order.id)).tipLamports).toBe(1_000_000n)
      await booksMatchLedger(world, order.positionId!)
    },
  )

  it('is not tipped for small trades', async () => {
    const order = await bought(50)
    expect((await tradeOf(order.id)).tipLamports).toBe(0n)
    expect(await told(order.id)).not.toContain('Tip ')
  })

  it('F05: stops that fire at once at exactly the reserve tip nobody, and all get out', async () => {
    const trader = await world.newTrader()
    const buy = { token: 'BONK', amountUsd: 120, stopLossPct: 10, takeProfitPct: 900 }
    for (let nth = 0; nth < STOPS; nth += 1) {
      const order = await world.finished((await trader.placeBuy(buy)).orderId, 30_000)
      expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED' })
    }
    await world.until('the pool is priced', async () => {
      const [position] = await trader.positions()
      return world.parts.feed.latest(position!.token.mint)?.pool
    })
    const spare = BigInt((await trader.ledger()).lamports) - solReserveLamports(STOPS - 1, 0, 0n)
    const all = { from: trader.user.wallet, to: TREASURY, mint: 'SOL', amountRaw: String(spare) }
    await world.control('POST', '/transfer', all)

    await world.price('BONK', { changePct: -20 })
    const ids = (await trader.positions()).map(({ id }) => id)
    const sells = await Promise.all(ids.map((id) => stoppedOut(id, trader)))
    const trades = await Promise.all(sells.map(tradeOf))
    expect(trades.map(({ tipLamports }) => tipLamports)).toEqual(Array<bigint>(STOPS).fill(0n))
    const attempts = await world.db.select().from(orderAttempts).where(inArray(orderAttempts.orderId, sells))
    expect(attempts.map(({ status }) => status)).toEqual(Array<string>(STOPS).fill('CONFIRMED'))
    await world.price('BONK', { changePct: 25 })
  })

  it('F05: a stop whose wallet cannot pay the tip gets out without one', async () => {
    // Not the trader whose positions all the stops before have sold: four of them lock entries.
    const trader = await world.newTrader()
    const order = await bought(200, trader)
    await world.until('the pool is priced', async () => world.parts.feed.latest(order.token.mint)?.pool)
    // What an account has to keep, a fee, and less than a tip.
    const { lamports } = await trader.ledger()
    const amountRaw = String(BigInt(lamports) - 1_500_000n)
    await world.control('POST', '/transfer', {
      from: trader.user.wallet,
      to: TREASURY,
      mint: 'SOL',
      amountRaw,
    })
    await world.price('BONK', { changePct: -20 })
    expect((await tradeOf(await stoppedOut(order.positionId!, trader))).tipLamports).toBe(0n)
  })
})

describe('Jito as a way to land', () => {
  beforeAll(openWith({ JITO_URL: '{sandbox}/jito' }))
  afterAll(close)
  beforeEach(heal)

  it('F05: what every node loses lands through Jito, for a tip that is booked', async () => {
    await world.fault('chain', 'drop_transactions')
    const order = await bought(300)
    const trade = await tradeOf(order.id)
    expect(trade.tipLamports).toBe(100_000n)
    expect(trade.priorityFeeLamports).toBeGreaterThan(0n)
    await booksMatchLedger(world, order.positionId!)
  })

  it('is a hint only: while it is down the nodes land what tips it', async () => {
    await world.fault('jito', 'down')
    await booksMatchLedger(world, (await bought(300)).positionId!)
  })

  it('takes a large entry as a bundle, which no node sees', async () => {
    await world.fault('chain', 'drop_transactions')
    const order = await bought(500)
    expect((await tradeOf(order.id)).tipLamports).toBe(1_000_000n)
    expect(await told(order.id)).toContain('Tip 0.001 SOL: Jito, as a bundle')
    await world.until('Jito tells of it', async () =>
      /Jito landed it in slot \d+, as bundle [0-9a-f]{64}/.test(await told(order.id)),
    )
    await booksMatchLedger(world, order.positionId!)
  })

  it.each(['drop_transactions', 'down', 'rate_limit'])(
    'lets the nodes have the same bytes where the bundle does not land (%s)',
    async (kind) => {
      await world.fault('jito', kind)
      const order = await bought(500)
      expect(await told(order.id)).toContain('as a bundle')
      expect(await told(order.id)).not.toContain('Jito landed it')
      await booksMatchLedger(world, order.positionId!)
    },
  )
})
