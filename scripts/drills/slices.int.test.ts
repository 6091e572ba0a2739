import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderSlicings } from '@/drizzle/schema'
import { userExposure } from '@/lib/db/exposure-repository'
import { insertLock } from '@/lib/db/lock-repository'
import { reservedByEntries } from '@/lib/db/reserved-repository'
import { walletByAddress } from '@/lib/db/wallet-repository'
import { AppError } from '@/lib/errors'
import { cancelOrder } from '@/lib/services/orders/cancel-order'
import { listOrders } from '@/lib/services/orders/list-orders'
import { pauseSlicing } from '@/lib/services/slicing/pause-slicing'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { preparingWith } from './preparing-with'
import { ctxOf, noLive as live } from './trader-context'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading()
})
afterAll(() => world.close())
beforeEach(() => world.control('DELETE', '/faults'))

const place = async (trader: Trader, more: object = {}) =>
  (
    await trader.placeBuy({
      ...{ token: 'BONK', amountUsd: 50, algorithm: 'TWAP', durationSeconds: 2, ...more },
    })
  ).orderId
/** The next slice, whenever it was to come. */
const makeDue = (orderId: string) =>
  world.db.update(orderSlicings).set({ nextAt: new Date() }).where(eq(orderSlicings.orderId, orderId))
const sellAll = async (trader: Trader, orderId: string) => {
  const { positionId } = await world.order(orderId)
  await trader.placeSell(positionId!)
  await world.until('it is sold', async () => (await trader.position(positionId!)).status === 'CLOSED')
}
/** True once, at the first call after a slice has been booked: however often the first was built or sent again. */
const onceBooked = () => {
  let orderId: string | null = null
  return {
    of: (id: string) => (orderId = id),
    isNow: async () => {
      if (orderId === null || (await world.order(orderId)).positionId === null) return false
      orderId = null
      return true
    },
  }
}
const bought = async (orderId: string, atLeast: number) =>
  world.until(`${atLeast} slices are bought`, async () => {
    const order = await world.order(orderId)
    const filled = order.slices.filter(({ status }) => status === 'FILLED')
    // The order may have been read right before the slice was booked.
    return filled.length >= atLeast && order.positionId ? order : null
  })
const onePosition = async (trader: Trader, costRaw: string) => {
  const positions = await trader.positions()
  expect(positions).toHaveLength(1)
  expect(positions[0]!.costRaw).toBe(costRaw)
  await booksMatchLedger(trader, positions[0]!.id)
  await holdingsMatchPositions(trader)
  return positions[0]!
}
const claimed = async ({ user, db }: Trader) => {
  const wallet = (await walletByAddress(db, user.wallet))!
  return db.transaction(
    async (tx) => {
      const { held, pending } = await userExposure(tx, user.userId)
      const sum = (rows: { costRaw?: bigint; inputRaw?: bigint }[]) =>
        rows.reduce((total, row) => total + (row.costRaw ?? row.inputRaw ?? 0n), 0n)
      const reserved = await reservedByEntries(tx, { userId: user.userId, walletId: wallet.id }, new Date())
      return {
        all: sum(held) + sum(pending),
        places: held.length + pending.length,
        reserved: reserved.usdcRaw,
        held: sum(held),
      }
    },
    { isolationLevel: 'repeatable read' },
  )
}

describe('an order that is bought in slices', () => {
  it('becomes one position with a lot for each slice, every dollar counted once all the way', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader)
    const seen: Awaited<ReturnType<typeof claimed>>[] = []
    const isFinished = async () => {
      seen.push(await claimed(trader))
      const now = await world.order(orderId)
      return now.status === 'WORKING' ? null : now
    }
    // Five trades, one after the other.
    const order = await world.until('it is finished', isFinished, 90_000)
    expect(new Set(seen.map(({ all }) => all))).toEqual(new Set([50_000_000n]))
    expect(seen.filter(({ reserved, held }) => reserved + held > 50_000_000n)).toEqual([])
    expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED', algorithm: 'TWAP' })
    expect(order.slices.map(({ seq, status, amountUsd }) => [seq, status, amountUsd])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, 'FILLED', '10']),
    )
    expect(order.attempts).toHaveLength(5)
    expect(order.slicing).toMatchObject({
      status: 'ENDED',
      spentUsd: '50',
      amountUsd: '50',
      stopReason: null,
    })
    for (const figure of ['arrivalPriceUsd', 'realizedPriceUsd', 'overArrivalBps', 'savedBps'] as const)
      expect(Number(order.slicing![figure])).not.toBeNaN()
    const position = await onePosition(trader, '50000000')
    expect(position.id).toBe(order.positionId)
    const { orders } = await listOrders({ db: trader.db }, ctxOf(trader), { limit: 50 })
    expect(orders.map(({ id }) => id)).toEqual([orderId])
    expect((await claimed(trader)).reserved).toBe(0n)
  })

  it('is cut by its share of the pool where AUTO decides', async () => {
    const trader = await world.newTrader()
    const acknowledge = ['verified', 'age', 'liquidity', 'top-holders', 'sell-test']
    const { mint } = world.sandbox.market.resolve('PUDDLE')
    await world.parts.feed.watch([mint])
    await world.until('the pool is priced', async () => world.parts.feed.latest(mint))
    const orderId = await place(trader, {
      ...{
        token: 'PUDDLE',
        amountUsd: 100,
        algorithm: 'AUTO',
        durationSeconds: 1,
        acknowledge,
        stopLossPct: 60,
      },
    })
    const order = await world.finished(orderId)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED', algorithm: 'TWAP' })
    expect(order.timeline.map(({ detail }) => detail).join()).toMatch(
      /TWAP: 5 slices over 1 s. It is 3.\d % of its pool./,
    )
  })

  it('stops where it is told to, keeps what is bought and frees the rest', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { durationSeconds: 400 })
    await bought(orderId, 1)
    const answer = await cancelOrder({ db: trader.db, live }, ctxOf(trader), orderId)
    expect(answer).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { status: 'ENDED', spentUsd: '10' } })
    expect(answer.timeline.at(-1)!.detail).toBe('Bought $10.00 of $50.00. Cancelled by you.')
    await onePosition(trader, '10000000')
    await world.until('nothing is reserved', async () => (await claimed(trader)).reserved === 0n)
    await expect(cancelOrder({ db: trader.db, live }, ctxOf(trader), orderId)).rejects.toMatchObject({
      code: 'validation',
    })
  })

  it('before its first slice ends as cancelled, with nothing bought', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    const orderId = await place(trader)
    const answer = await cancelOrder({ db: trader.db, live }, ctxOf(trader), orderId)
    expect(answer).toMatchObject({ status: 'CANCELLED', positionId: null })
    await world.startTrading()
    expect(await trader.positions()).toEqual([])
  })

  it('waits while it is paused and goes on from there', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { durationSeconds: 3 })
    await bought(orderId, 1)
    const deps = { db: trader.db, live }
    expect((await pauseSlicing(deps, ctxOf(trader), orderId, 'pause')).slicing).toMatchObject({
      status: 'PAUSED',
      nextAt: null,
    })
    const before = (
      await world.until('nothing is under way', async () => {
        const order = await world.order(orderId)
        return order.slices.every(({ status }) => status === 'FILLED' || status === 'PLANNED') ? order : null
      })
    ).slices.filter(({ status }) => status === 'FILLED').length
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect((await world.order(orderId)).slices.filter(({ status }) => status === 'FILLED')).toHaveLength(
      before,
    )
    await pauseSlicing(deps, ctxOf(trader), orderId, 'resume')
    expect((await world.finished(orderId)).status).toBe('FILLED')
    await onePosition(trader, '50000000')
  })

  it('goes on with the slice it had come to after a restart, and two workers begin none twice', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { durationSeconds: 4 })
    await bought(orderId, 2)
    await world.stopTrading()
    await Promise.all([world.startTrading(), world.startTrading()])
    const order = await world.finished(orderId, 30_000)
    expect(order.status).toBe('FILLED')
    expect(order.slices.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    expect(order.attempts).toHaveLength(5)
    await onePosition(trader, '50000000')
    await world.stopTrading()
    await world.startTrading()
  })

  it('buys nothing more once its position is being sold', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { durationSeconds: 400 })
    const { positionId } = await bought(orderId, 1)
    await trader.placeSell(positionId!)
    await world.until('it is sold', async () => (await trader.position(positionId!)).status === 'CLOSED')
    await makeDue(orderId)
    const order = await world.finished(orderId)
    expect(order, JSON.stringify(order)).toMatchObject({
      ...{ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '10' } },
    })
    expect(order.slicing!.stopReason).toContain('is being sold or has been')
    expect(await trader.positions()).toHaveLength(1)
  })

  it('signs no slice once its position is being sold', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    const booked = onceBooked()
    let sellFirst = async () => {}
    await world.startTrading((deps) => ({
      ...deps,
      router: preparingWith(deps.router, async ({ wallet, priority }, usual) => {
        if (priority === 'entry' && wallet === trader.user.wallet && (await booked.isNow())) await sellFirst()
        return usual()
      }),
    }))
    const orderId = await place(trader)
    sellFirst = () => sellAll(trader, orderId)
    booked.of(orderId)
    const order = await world.finished(orderId, 30_000)
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '10' } })
    expect(order.slicing!.stopReason).toContain('is being sold or has been')
    expect(await trader.positions()).toHaveLength(1)
  })

  it('does not go on with what a slice opened that was out already when its position was sold', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    const booked = onceBooked()
    let sellFirst = async () => {}
    await world.startTrading((deps) => ({
      ...deps,
      router: { ...deps.router, landingOf: () => undefined },
      sender: {
        send: async (bytes) => {
          if (await booked.isNow()) await sellFirst()
          return deps.sender.send(bytes)
        },
      },
    }))
    const orderId = await place(trader)
    sellFirst = () => sellAll(trader, orderId)
    booked.of(orderId)
    const order = await world.finished(orderId, 30_000)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({
      ...{ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '20' } },
    })
    const positions = await trader.positions()
    expect(positions.map(({ status, costRaw }) => `${status} ${costRaw}`).toSorted()).toEqual([
      'CLOSED 10000000',
      'OPEN 10000000',
    ])
    await holdingsMatchPositions(trader)
    await world.stopTrading()
    await world.startTrading()
  })

  it('stops when a lock is set, with its reason', async () => {
    const trader = await world.newTrader()
    const orderId = await place(trader, { durationSeconds: 3 })
    await bought(orderId, 1)
    await insertLock(trader.db, {
      ...{ id: randomUUID(), userId: trader.user.userId, kind: 'STOPLOSS_GUARD', reason: 'A drill.' },
      ...{ evidence: randomUUID(), until: new Date(Date.now() + 600_000), createdAt: new Date() },
    })
    const order = await world.finished(orderId)
    expect(order.status).toBe('PARTIALLY_FILLED')
    expect(order.slicing!.stopReason).toContain('A drill')
  })

  it('takes slices that failed up again', async () => {
    const trader = await world.newTrader()
    await world.stopTrading()
    const booked = onceBooked()
    await world.startTrading((deps) => ({
      ...deps,
      router: preparingWith(deps.router, async ({ wallet, priority }, usual) => {
        if (priority === 'entry' && wallet === trader.user.wallet && (await booked.isNow()))
          throw new AppError('venue.unavailable', 'No.')
        return usual()
      }),
    }))
    const orderId = await place(trader)
    booked.of(orderId)
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    const slices = order.slices.map(({ status, amountUsd }) => `${status} ${amountUsd}`)
    expect(slices).toEqual(['FILLED 10', 'REJECTED 10', 'FILLED 20', 'FILLED 10', 'FILLED 10'])
    await onePosition(trader, '50000000')
    await world.stopTrading()
    await world.startTrading()
  })

  it.each([
    ['at a limit', { limitPriceUsd: '1' }],
    ['in many parts at a limit', { algorithm: 'ICEBERG', limitPriceUsd: '1' }],
  ])('cannot be one %s', async (_, more) => {
    await expect(place(await world.newTrader(), more)).rejects.toMatchObject({
      code: 'validation',
      message: expect.stringContaining('algorithm:'),
    })
  })
})
