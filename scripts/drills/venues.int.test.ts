import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderAttempts } from '@/drizzle/schema'
import { storePreferences } from '@/lib/db/preferences-repository'
import { DEFAULT_PREFERENCES } from '@/lib/domain/preferences/trading-preferences'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
/** Every look for offers of the orders of one wallet. */
const asked = new Map<string, number>()
beforeAll(async () => {
  world = await openTradingWorld({ environment: { BAGS_URL: '{sandbox}/bags', BAGS_RPS: '500' } })
  await world.startTrading((deps) => ({
    ...deps,
    router: {
      ...deps.router,
      routes: (order) => {
        if (order.priority === 'entry') asked.set(order.wallet, (asked.get(order.wallet) ?? 0) + 1)
        return deps.router.routes(order)
      },
    },
  }))
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await world.parts.redis.del('circuit:jupiter', 'circuit:bags')
})

const bagsFirst = (trader: Trader) =>
  storePreferences(
    trader.db,
    trader.user.userId,
    { ...DEFAULT_PREFERENCES, venuePolicy: 'bags-first' },
    new Date(),
  )
const buy = async (trader: Trader) => {
  const { orderId } = await trader.placeBuy({ token: 'BONK', amountUsd: 100 })
  return world.finished(orderId, 30_000)
}
/** Filled once, by one transaction, and the books are the chain's. */
const filledOnce = async (trader: Trader, order: Awaited<ReturnType<typeof buy>>, venue: string) => {
  expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED', venue })
  expect(await trader.positions()).toHaveLength(1)
  const { transactions } = await trader.ledger()
  const buys = transactions.filter(({ changes }) => changes.some(({ mint }) => mint === order.token.mint))
  expect(buys).toHaveLength(1)
  await booksMatchLedger(trader, order.positionId!)
  await holdingsMatchPositions(trader)
}
const routeOf = async (orderId: string) =>
  (await world.db.select().from(orderAttempts).where(eq(orderAttempts.orderId, orderId)))[0]!.route!

describe('two venues', () => {
  it('the one that leaves most is taken, and what the other offered is kept word for word', async () => {
    const trader = await world.newTrader()
    const order = await buy(trader)
    await filledOnce(trader, order, 'jupiter')
    const { policy, offers } = await routeOf(order.id)
    expect(policy).toBe('best-net')
    expect(offers.map(({ venue }) => venue)).toEqual(['jupiter', 'bags'])
    const net = offers.map((offer) => ('netOutputRaw' in offer ? BigInt(offer.netOutputRaw) : 0n))
    expect(net[0]! > net[1]! && net[1]! > 0n).toBe(true)
    expect(offers[1]).toMatchObject({ quote: { inAmount: expect.any(String) } })
    expect(order.timeline.map(({ detail }) => detail).join()).toMatch(
      /bags offered \d.*% less, after all costs/,
    )
  })

  it('the other is taken where the trader wants it first, in and out', async () => {
    const trader = await world.newTrader()
    await bagsFirst(trader)
    const order = await buy(trader)
    await filledOnce(trader, order, 'bags')
    const { orderId } = await trader.placeSell(order.positionId!)
    expect(await world.finished(orderId)).toMatchObject({ status: 'FILLED', venue: 'bags' })
    await booksMatchLedger(trader, order.positionId!)
  })

  it('F02: one that answers 504 before anything is sent is passed over at once', async () => {
    const trader = await world.newTrader()
    await bagsFirst(trader)
    await world.fault('bags', 'error_after_effect', { path: '/trade/swap' })
    const order = await buy(trader)
    await filledOnce(trader, order, 'jupiter')
    expect(order.attempts).toHaveLength(1)
    expect(asked.get(trader.user.wallet)).toBe(1)
  })

  it('F02: one that answers 504 after it has broadcast is not: the other is never asked', async () => {
    const trader = await world.newTrader()
    await world.fault('jupiter', 'error_after_effect', { path: '/swap/v2/execute' })
    const order = await buy(trader)
    await filledOnce(trader, order, 'jupiter')
    expect(order.attempts).toHaveLength(1)
    expect(asked.get(trader.user.wallet)).toBe(1)
  })

  it('one that is down is left alone after five failures, and the other serves', async () => {
    const trader = await world.newTrader()
    await world.fault('jupiter', 'down', { path: '/swap/v2' })
    for (let time = 0; time < 5; time += 1) expect((await buy(trader)).venue).toBe('bags')
    const state = await world.until('the circuit is open', async () => {
      const stored = await world.parts.redis.get('circuit:jupiter')
      return stored?.includes('OPEN') ? (JSON.parse(stored) as object) : null
    })
    expect(state).toMatchObject({ state: 'OPEN' })
    expect(await world.parts.redis.ttl('circuit:jupiter')).toBeLessThanOrEqual(300)
    // A rest that ends meanwhile lets one order ask again, which makes the next twice as long.
    const asBad = { venue: 'jupiter', error: expect.any(String) }
    for (let time = 0; time < 6; time += 1) {
      const jupiter = (await routeOf((await buy(trader)).id)).offers[1]
      expect(jupiter).toEqual(asBad)
      if (jupiter && 'error' in jupiter && jupiter.error === 'is resting after failures') return
    }
    expect.fail('Jupiter was asked for each of six orders although it is down')
  })
})
