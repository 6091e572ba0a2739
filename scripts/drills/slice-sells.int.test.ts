import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderSlicings } from '@/drizzle/schema'
import { lockScope, writeScope } from '@/lib/db/trading-state-repository'
import { cancelOrder } from '@/lib/services/orders/cancel-order'
import { pauseSlicing } from '@/lib/services/slicing/pause-slicing'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { ctxOf, noLive as live } from './trader-context'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading()
})
afterAll(() => world.close())
beforeEach(() => world.control('DELETE', '/faults'))

/** A position of $50, ready to be sold. */
const holding = async (more: object = {}) => {
  const trader = await world.newTrader()
  const { orderId } = await trader.placeBuy({ token: 'BONK', amountUsd: 50, algorithm: 'MARKET', ...more })
  const { positionId } = await world.finished(orderId)
  return { trader, positionId: positionId!, heldRaw: BigInt((await trader.position(positionId!)).amountRaw) }
}
const sell = async (trader: Trader, positionId: string, percent = '100', more: object = {}) =>
  (
    await trader.placeSell(positionId, percent, randomUUID(), {
      ...{ algorithm: 'TWAP', durationSeconds: 2, ...more },
    })
  ).orderId
const sold = async (orderId: string, atLeast: number) => {
  let seen = ''
  return world
    .until(`${atLeast} slices are sold`, async () => {
      const order = await world.order(orderId)
      seen = JSON.stringify({ slicing: order.slicing, slices: order.slices, timeline: order.timeline })
      return order.slices.filter(({ status }) => status === 'FILLED').length >= atLeast ? order : null
    })
    .catch((error: unknown) => {
      throw new Error(seen, { cause: error })
    })
}
const atWork = (orderId: string) =>
  world.until('the first slice is at work', async () => {
    const [first] = (await world.order(orderId)).slices
    return first?.status === 'WORKING'
  })
const closed = (trader: Trader, positionId: string) =>
  world.until('it is sold', async () => {
    const now = await trader.position(positionId)
    return now.closedAt ? now : null
  })
const soldRaw = (order: Awaited<ReturnType<TradingWorld['order']>>): bigint => BigInt(order.slicing!.doneRaw)
const booksAgree = async (trader: Trader) => {
  for (const { id } of await trader.positions()) await booksMatchLedger(trader, id)
  await holdingsMatchPositions(trader)
}

describe('a position that is sold in slices', () => {
  it('is sold to the last base unit, guarded in between, never more than is held', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId)
    const seen: { soldRaw: bigint; position: string }[] = []
    const isFinished = async () => {
      const [now, position] = [await world.order(orderId), await trader.position(positionId)]
      seen.push({ soldRaw: soldRaw(now), position: position.status })
      return now.status === 'WORKING' ? null : now
    }
    // Five trades, one after the other.
    const order = await world.until('it is finished', isFinished, 90_000)
    expect(seen.filter((one) => one.soldRaw > heldRaw)).toEqual([])
    expect(['OPEN', 'CLOSING', 'CLOSED']).toEqual(
      expect.arrayContaining([...new Set(seen.map(({ position }) => position))]),
    )
    expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'FILLED', algorithm: 'TWAP' })
    expect(order.slices.map(({ seq, status }) => [seq, status])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, 'FILLED']),
    )
    expect(order.slices.reduce((sum, { amountRaw }) => sum + BigInt(amountRaw), 0n)).toBe(heldRaw)
    expect(soldRaw(order)).toBe(heldRaw)
    expect(order.attempts).toHaveLength(5)
    for (const figure of ['arrivalPriceUsd', 'realizedPriceUsd', 'overArrivalBps', 'savedBps'] as const)
      expect(Number(order.slicing![figure])).not.toBeNaN()
    // Into a pool at rest every slice sells a little lower: worse than the price before it, fee and impact.
    expect(Number(order.slicing!.overArrivalBps)).toBeGreaterThan(0)
    expect(await closed(trader, positionId)).toMatchObject({ status: 'CLOSED', exitReason: 'MANUAL' })
    await booksAgree(trader)
  })

  it('is sold by half where half is asked for, and the rest stays guarded', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const order = await world.finished(await sell(trader, positionId, '50'))
    expect(order).toMatchObject({ status: 'FILLED', reason: 'MANUAL' })
    expect(soldRaw(order)).toBe(heldRaw / 2n)
    const position = await trader.position(positionId)
    expect(position).toMatchObject({ status: 'OPEN', stopLossPct: '10' })
    expect(BigInt(position.amountRaw)).toBe(heldRaw - heldRaw / 2n)
    await booksAgree(trader)
  })

  it('goes on with the slice it had come to after a restart, and two workers begin none twice', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 4 })
    await sold(orderId, 2)
    await world.stopTrading()
    await Promise.all([world.startTrading(), world.startTrading()])
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(order.attempts).toHaveLength(5)
    expect(soldRaw(order)).toBe(heldRaw)
    await booksAgree(trader)
    await world.stopTrading()
    await world.startTrading()
  })

  it('is paused, goes on and is cancelled; what is not sold stays', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await sold(orderId, 1)
    const deps = { db: trader.db, live }
    const paused = await pauseSlicing(deps, ctxOf(trader), orderId, 'pause')
    expect(paused.timeline.at(-1)!.detail).toContain('What is not sold stays guarded')
    expect((await pauseSlicing(deps, ctxOf(trader), orderId, 'resume')).slicing!.status).toBe('ACTIVE')
    const ended = await cancelOrder(deps, ctxOf(trader), orderId)
    expect(ended).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { status: 'ENDED' } })
    expect(ended.timeline.at(-1)!.detail).toMatch(/^Sold [\d.,]+ BONK of [\d.,]+ BONK\. Cancelled by you\.$/)
    expect(await trader.position(positionId)).toMatchObject({ status: 'OPEN' })
    expect(soldRaw(ended)).toBe(heldRaw / 5n)
    await booksAgree(trader)
  })

  it('is cancelled with the slice of which nothing is out', async () => {
    const { trader, positionId, heldRaw } = await holding()
    await world.fault('jupiter', 'down')
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await atWork(orderId)
    await cancelOrder({ db: trader.db, live }, ctxOf(trader), orderId)
    await world.control('DELETE', '/faults')
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'CANCELLED', slices: [{ status: 'CANCELLED' }] })
    const held = await trader.position(positionId)
    expect(held).toMatchObject({ status: 'OPEN', amountRaw: heldRaw.toString() })
    await world.price('BONK', { changePct: -20 })
    expect(await closed(trader, positionId)).toMatchObject({ status: 'STOPPED_OUT' })
    await booksAgree(trader)
  })

  it('is one sale, however often it is asked for at once', async () => {
    const { trader, positionId } = await holding()
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => sell(trader, positionId, '100', { durationSeconds: 400 })),
    )
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')])
  })

  it('another share is refused in words while it goes on, and what is paused stays paused', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await sold(orderId, 1)
    await pauseSlicing({ db: trader.db, live }, ctxOf(trader), orderId, 'pause')
    for (const percent of ['10', '100'])
      await expect(sell(trader, positionId, percent)).rejects.toThrow(/in slices already. Cancel that sale/)
    const order = await world.order(orderId)
    expect(order.slicing).toMatchObject({ status: 'PAUSED' })
    expect(soldRaw(order)).toBe(heldRaw / 5n)
  })

  it('a share is refused in words while a part is being sold, and nothing is sold twice', async () => {
    const { trader, positionId, heldRaw } = await holding()
    await world.fault('jupiter', 'down')
    const { orderId: part } = await trader.placeSell(positionId, '25')
    await expect(sell(trader, positionId)).rejects.toThrow(/a part of it is being sold this moment/)
    await world.control('DELETE', '/faults')
    expect((await world.finished(part)).status).toBe('FILLED')
    await world.fault('jupiter', 'down')
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await atWork(orderId)
    await expect(trader.placeSell(positionId, '50')).rejects.toThrow(
      /a slice of it is being sold this moment/,
    )
    await world.control('DELETE', '/faults')
    await sold(orderId, 1)
    const left = (heldRaw * 3n) / 4n
    expect(soldRaw(await world.order(orderId)) - left / 5n).toBeLessThanOrEqual(1n)
    await booksAgree(trader)
  })
})

describe('a sale of everything comes before slices', () => {
  it('a stop that fires sells the rest at once', async () => {
    const { trader, positionId } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await sold(orderId, 1)
    await world.price('BONK', { changePct: -20 })
    expect(await closed(trader, positionId)).toMatchObject({ status: 'STOPPED_OUT', exitReason: 'STOP_LOSS' })
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED' })
    expect(order.slicing!.stopReason).toMatch(/is being sold at once|left to sell/)
    await booksAgree(trader)
  })

  it('also while a slice is at work that cannot go, and it takes that over', async () => {
    const { trader, positionId } = await holding()
    await world.fault('jupiter', 'down')
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await atWork(orderId)
    await world.price('BONK', { changePct: -20 })
    await world.until('the stop waits', async () =>
      (await world.order((await world.order(orderId)).slices[0]!.orderId ?? orderId)).timeline.some(
        ({ step }) => step === 'queued' || step === 'enlarged',
      ),
    )
    await world.control('DELETE', '/faults')
    expect(await closed(trader, positionId)).toMatchObject({ status: 'STOPPED_OUT', exitReason: 'STOP_LOSS' })
    const order = await world.finished(orderId)
    expect(order.status, JSON.stringify(order)).toBe('CANCELLED')
    expect(order.timeline.at(-1)!.detail).toContain('Nothing was sold.')
    await booksAgree(trader)
  })

  it('so does the trader, and a part that is sold beside it only leaves less', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await sold(orderId, 1)
    const { orderId: part } = await trader.placeSell(positionId, '50')
    expect((await world.finished(part)).status).toBe('FILLED')
    await world.db.update(orderSlicings).set({ nextAt: new Date() }).where(eq(orderSlicings.orderId, orderId))
    await sold(orderId, 2)
    await world.finished((await trader.placeSell(positionId)).orderId)
    const order = await world.finished(orderId)
    expect(order.status).toBe('PARTIALLY_FILLED')
    expect(soldRaw(order)).toBe((heldRaw * 2n) / 5n)
    expect((await closed(trader, positionId)).status).toBe('CLOSED')
    await booksAgree(trader)
  })

  it('is answered with what sells it, also where that was a slice', async () => {
    const { trader, positionId } = await holding()
    await world.fault('jupiter', 'down')
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 400 })
    await atWork(orderId)
    const { orderId: all } = await trader.placeSell(positionId)
    expect(all).not.toBe(orderId)
    await world.control('DELETE', '/faults')
    expect((await world.finished(all)).status).toBe('FILLED')
    expect((await closed(trader, positionId)).amountRaw).toBe('0')
    await booksAgree(trader)
  })

  it('so does AUTO where everything goes at once', async () => {
    const { trader, positionId } = await holding()
    const orderId = await sell(trader, positionId, '25', { durationSeconds: 400 })
    await sold(orderId, 1)
    const { orderId: all } = await trader.placeSell(positionId, '100', randomUUID(), { algorithm: 'AUTO' })
    expect(all).not.toBe(orderId)
    expect((await closed(trader, positionId)).status).toBe('CLOSED')
    expect((await world.finished(orderId)).status).toBe('PARTIALLY_FILLED')
    await booksAgree(trader)
  })

  it('the last slices sell what a part beside them has left, and no more', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 8 })
    await sold(orderId, 1)
    const part = await world.until('a part is sold beside it', () =>
      trader.placeSell(positionId, '60').catch(() => null),
    )
    await world.finished(part.orderId)
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('PARTIALLY_FILLED')
    expect(soldRaw(order)).toBeLessThan(heldRaw)
    expect((await closed(trader, positionId)).amountRaw).toBe('0')
    await booksAgree(trader)
  })

  it('a freeze holds the next slice back, and nothing is lost', async () => {
    const { trader, positionId, heldRaw } = await holding()
    const { userId } = trader.user
    const state = (to: 'FROZEN' | 'RUNNING') =>
      world.db.transaction(async (tx) => {
        await lockScope(tx, userId, new Date())
        const until = to === 'FROZEN' ? new Date(Date.now() + 60_000) : null
        await writeScope(tx, userId, {
          ...{ state: to, reason: 'A drill.', by: 'drill', since: new Date(), until, previous: null },
        })
      })
    const orderId = await sell(trader, positionId, '100', { durationSeconds: 3 })
    await sold(orderId, 1)
    await state('FROZEN')
    const begun = (await world.order(orderId)).slices.filter(({ status }) => status !== 'PLANNED').length
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const after = (await world.order(orderId)).slices.filter(({ status }) => status !== 'PLANNED').length
    expect(after).toBeLessThanOrEqual(begun + 1)
    await state('RUNNING')
    const order = await world.finished(orderId, 30_000)
    expect(order.status).toBe('FILLED')
    expect(soldRaw(order)).toBe(heldRaw)
  })
})
