import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { orderSlicings } from '@/drizzle/schema'
import { LONGEST_HOLD_MS } from '@/lib/services/slicing/hold-slice'
import type { MarketView } from '@/lib/services/market-view'
import { poolLiquidity } from '@/lib/services/pool-liquidity'
import { pauseSlicing } from '@/lib/services/slicing/pause-slicing'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type Overrides, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
/** Dollars the pools hold as slices see them; null: as they are. The pools themselves stay: pulling them empty would be a rug. */
let poolsHold: number | null = null
const thinning: Overrides = (deps) => ({
  ...deps,
  readMarket: async (mints) => {
    const market = await deps.readMarket(mints)
    if (poolsHold === null) return market
    return new Map([...market].map(([mint, view]) => [mint, thinned(view, poolsHold!)]))
  },
})
const thinned = (view: MarketView, dollars: number): MarketView => {
  if (!view.pool || view.pool.curve) return view
  const factor = BigInt(poolLiquidity(view)!.div(dollars).toFixed(0))
  const { quoteReserve, baseReserve } = view.pool
  return {
    ...view,
    pool: { ...view.pool, quoteReserve: quoteReserve / factor, baseReserve: baseReserve / factor },
  }
}
const start = () => world.startTrading(thinning)

beforeAll(async () => {
  world = await openTradingWorld()
  await start()
})
afterAll(() => world.close())
afterEach(async () => {
  poolsHold = null
  await world.control('DELETE', '/faults')
})

const place = async (trader: Trader, more: object = {}) =>
  (
    await trader.placeBuy({
      ...{ token: 'BONK', amountUsd: 50, algorithm: 'TWAP', durationSeconds: 400, ...more },
    })
  ).orderId
const bought = (orderId: string, count: number) =>
  world.until(`${count} slices are bought`, async () => {
    const order = await world.order(orderId)
    const filled = order.slices.filter(({ status }) => status === 'FILLED').length
    // The order may have been read right before the slice was booked.
    return filled >= count && order.positionId ? order : null
  })
const change = (orderId: string, values: Partial<typeof orderSlicings.$inferInsert>) =>
  world.db.update(orderSlicings).set(values).where(eq(orderSlicings.orderId, orderId))
const booksAgree = async (trader: Trader) => {
  for (const { id } of await trader.positions()) await booksMatchLedger(trader, id)
  await holdingsMatchPositions(trader)
}

describe('what is sold is not bought any more', () => {
  const ladder = [{ atPct: 5, sellPct: 30 }]
  const sellStep = async (trader: Trader, positionId: string) => {
    await world.price('BONK', { changePct: 9 })
    await world.until('the step is sold', async () => {
      const { status, proceedsRaw } = await trader.position(positionId)
      return status === 'OPEN' && BigInt(proceedsRaw) > 0n
    })
  }

  it('a step of the ladder ends the rest of the buy at once, and what is held stays guarded', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { ladder })
    const { positionId } = await bought(orderId, 1)
    await sellStep(trader, positionId!)
    const order = await world.finished(orderId)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({
      ...{ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '10' } },
    })
    expect(order.timeline.at(-1)!.detail).toBe(
      'Bought $10.00 of $50.00. A step of its take-profit ladder sells a part of it; nothing more is bought.',
    )
    expect(await trader.position(positionId!)).toMatchObject({ status: 'OPEN', stopLossPct: '10' })
    await booksAgree(trader)
  })

  it('also where the worker was gone while it was sold, and while the order is paused', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { ladder })
    const { positionId } = await bought(orderId, 1)
    const ctx = {
      ...{ actor: { kind: 'user', id: '1' } as const, userId: trader.user.userId },
      ...{ now: () => new Date(), newId: randomUUID },
    }
    await pauseSlicing({ db: trader.db, live: { publish: () => {} } }, ctx, orderId, 'pause')
    await world.stopTrading()
    await trader.placeSell(positionId!, '25')
    await Promise.all([start(), start()])
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '10' } })
    await world.until('the part is sold', async () => {
      const { status, proceedsRaw } = await trader.position(positionId!)
      return status === 'OPEN' && BigInt(proceedsRaw) > 0n
    })
    expect((await trader.positions()).map(({ id }) => id)).toEqual([positionId])
    await booksAgree(trader)
    await world.stopTrading()
    await start()
  })
})

describe('a pool that became thin', () => {
  const large = { amountUsd: 500, stopLossPct: 95, durationSeconds: 400 }
  const isHeld = (orderId: string) =>
    world.until('the next slice waits', async () => {
      await change(orderId, { nextAt: new Date() })
      const order = await world.order(orderId)
      return order.slicing!.heldWhy === null ? null : order
    })

  it('holds the next slice back until there is more in it, and then goes on', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, large)
    await bought(orderId, 1)
    poolsHold = 500
    const held = await isHeld(orderId)
    expect(held.slicing!.heldWhy).toMatch(
      /^\$100\.00 is \d\d % of the \$[45]\d\d\.\d\d that its pool holds now; 15 % is the most\.$/,
    )
    expect(held.timeline.at(-1)!.detail).toMatch(/The next slice waits for more\.$/)
    expect(held.slices.filter(({ status }) => status !== 'PLANNED')).toHaveLength(1)
    poolsHold = null
    const going = await world.until('a second slice is bought', async () => {
      await change(orderId, { nextAt: new Date() })
      const order = await world.order(orderId)
      return order.slices.filter(({ status }) => status === 'FILLED').length >= 2 ? order : null
    })
    expect(going.slicing!.heldWhy).toBeNull()
    await trader.placeSell(going.positionId!)
    await world.finished(orderId)
  })

  it('ends the order with what it has where it stays thin', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, large)
    await bought(orderId, 1)
    poolsHold = 500
    await isHeld(orderId)
    await change(orderId, { heldSince: new Date(Date.now() - LONGEST_HOLD_MS), nextAt: new Date() })
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '100' } })
    expect(order.slicing!.stopReason).toMatch(/15 % is the most\. It stayed so for 3 minutes\.$/)
    await booksAgree(trader)
  })

  it('does not hold a sale back: that is when one wants out', async () => {
    const trader = await world.newTrader()
    const bought = await trader.placeBuy({
      token: 'BONK',
      amountUsd: 500,
      algorithm: 'MARKET',
      stopLossPct: 95,
    })
    const { positionId } = await world.finished(bought.orderId)
    poolsHold = 500
    const more = { algorithm: 'TWAP', durationSeconds: 2 }
    const { orderId } = await trader.placeSell(positionId!, '100', randomUUID(), more)
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(order.timeline.some(({ step }) => step === 'held')).toBe(false)
    await booksAgree(trader)
  })

  it('is looked at again when a slice is quoted, whatever it was when it was begun', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    let looks = 0
    await world.startTrading((deps) => ({
      ...thinning(deps),
      // Asked right before the pool is.
      isGuardable: (mint) => {
        if (++looks === 2) poolsHold = 500
        return deps.isGuardable(mint)
      },
    }))
    const orderId = await place(trader, { ...large, durationSeconds: 4 })
    await isHeld(orderId)
    poolsHold = null
    await change(orderId, { nextAt: new Date() })
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(order.slices[1]).toMatchObject({ status: 'REJECTED' })
    expect(order.timeline.map(({ detail }) => detail).join()).toMatch(
      /Slice 2 came to nothing\. Not bought\. \$100\.00 is .* % of the .* that its pool holds now/,
    )
    await booksAgree(trader)
    await world.stopTrading()
    await start()
  })
})
