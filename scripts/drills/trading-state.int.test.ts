import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orders, positions, users } from '@/drizzle/schema'
import { tradingStateInput } from '@/lib/contracts/trading-state'
import type { Context } from '@/lib/services/context'
import { getTradingState } from '@/lib/services/trading-state/get-trading-state'
import { setTradingState } from '@/lib/services/trading-state/set-trading-state'
import { booksMatchLedger, holdingsMatchPositions, openBonk } from './positions-in-drills'
import { runUntilItDies } from './run-until-it-dies'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('trading states carried out', () => {
  let world: TradingWorld
  let ctx: Context
  beforeAll(async () => {
    world = await openTradingWorld()
    ctx = {
      actor: { kind: 'user', id: String(world.user.userId) },
      userId: world.user.userId,
      now: () => new Date(),
      newId: randomUUID,
    }
    await world.db.update(users).set({ isAdmin: true }).where(eq(users.id, world.user.userId))
  })
  afterAll(() => world.close())

  const set = (state: string, more: object = {}) =>
    setTradingState(
      { db: world.db, live: world.parts.live },
      ctx,
      tradingStateInput.parse({ state, reason: 'a drill', scope: 'own', ...more }),
    )
  const current = () => getTradingState({ db: world.db }, ctx)
  const becomes = (state: string, limitMs = 30_000) =>
    world.until(
      `the state is ${state}`,
      async () => {
        const now = await current()
        return now.state === state && now
      },
      limitMs,
    )
  const step = (orderId: string, name: string) =>
    world.until(`${name} is told`, async () =>
      (await world.order(orderId)).timeline.find((event) => event.step === name),
    )
  const allClosed = async () => (await world.positions()).every((position) => position.closedAt !== null)

  beforeEach(async () => {
    await world.control('DELETE', '/faults')
    await set('RUNNING')
    await set('RUNNING', { scope: 'global' })
  })
  // A test that fails must not leave its worker to the next.
  afterEach(() => world.stopTrading())

  it('NO_ENTRIES lets an accepted entry go on; EXITS_ONLY cancels it, and nothing is spent', async () => {
    const before = (await world.ledger()).transactions.length
    const goesOn = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    const alsoStored = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    await set('NO_ENTRIES')
    const worker = await world.startTrading()
    const filled = await world.finished(goesOn.orderId)
    expect(filled.status, JSON.stringify(filled.timeline)).toBe('FILLED')
    expect((await world.finished(alsoStored.orderId)).status).toBe('FILLED')
    const denied = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    expect(await world.order(denied.orderId)).toMatchObject({
      status: 'DENIED',
      denial: { code: 'trading.halted' },
    })

    await set('RUNNING')
    await world.fault('jupiter', 'error', { value: 503, path: '/swap' })
    const failing = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    await step(failing.orderId, 'retry')
    await worker.stop()
    await world.control('DELETE', '/faults')
    await set('EXITS_ONLY')
    const again = await world.startTrading()
    const cancelled = await world.finished(failing.orderId)
    expect(cancelled).toMatchObject({ status: 'CANCELLED', denial: { code: 'trading.halted' }, attempts: [] })
    expect((await world.ledger()).transactions).toHaveLength(before + 2)

    for (const order of [filled, await world.order(alsoStored.orderId)])
      await world.placeSell(order.positionId!)
    await world.until('sells still work', allClosed)
    await again.stop()
  })

  it('FROZEN signs nothing, not even a stop, follows what was sent, and lets the stop sell when it ends', async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    await world.fault('chain', 'hide_status', { value: 4_000, count: 1 })
    const late = await world.placeBuy({ token: 'WIF', amountUsd: 20 })
    await step(late.orderId, 'sent')
    await set('FROZEN', { until: new Date(Date.now() + 60_000).toISOString() })
    const signed = (await world.ledger()).transactions.length
    await world.price('BONK', { changePct: -30 })
    const closing = await world.until('the stop fired', async () => {
      const now = await world.position(position.id)
      return now.status === 'CLOSING' && now
    })
    expect(closing.amountRaw).toBe(position.amountRaw)
    const landed = await world.finished(late.orderId, 30_000)
    expect(landed.status, JSON.stringify(landed.timeline)).toBe('FILLED')
    expect((await world.ledger()).transactions.length).toBeLessThanOrEqual(signed + 1)
    const sold = await world.placeSell(landed.positionId!)
    await step(sold.orderId, 'held')
    expect((await world.order(sold.orderId)).attempts).toEqual([])

    await set('RUNNING')
    await world.until('both are sold', allClosed, 30_000)
    expect(await world.position(position.id)).toMatchObject({ status: 'STOPPED_OUT' })
    for (const id of [position.id, landed.positionId!]) await booksMatchLedger(world, id)
    await holdingsMatchPositions(world)
    await worker.stop()
    await world.price('BONK', { changePct: 42 })
  })

  it('FLATTENING sells everything, entries that land late too, then is EXITS_ONLY', async () => {
    const worker = await world.startTrading()
    const opened = [await openBonk(world), await openBonk(world), await openBonk(world)]
    await world.fault('chain', 'hide_status', { value: 3_000, count: 1 })
    const late = await world.placeBuy({ token: 'WIF', amountUsd: 20 })
    await step(late.orderId, 'sent')
    await set('FLATTENING', { scope: 'global' })
    await becomes('EXITS_ONLY')
    const ids = [...opened.map(({ position }) => position.id), (await world.order(late.orderId)).positionId!]
    for (const id of ids) {
      expect(await world.position(id)).toMatchObject({ status: 'CLOSED', exitReason: 'KILL_SWITCH' })
      await booksMatchLedger(world, id)
    }
    expect((await current()).global.by).toContain('kill switch')
    await holdingsMatchPositions(world)
    await worker.stop()
  })

  it.each(['before build', 'after store, before send', 'after confirm, before booking'] as const)(
    'FLATTENING goes on after kill -9 %s',
    async (point) => {
      const worker = await world.startTrading()
      const opened = [await openBonk(world), await openBonk(world)]
      await worker.stop()
      await set('FLATTENING')
      await runUntilItDies(world, point)
      expect((await current()).state).toBe('FLATTENING')
      const restarted = await world.startTrading()
      await becomes('EXITS_ONLY')
      for (const { position } of opened) {
        expect(await world.position(position.id)).toMatchObject({
          status: 'CLOSED',
          exitReason: 'KILL_SWITCH',
        })
        await booksMatchLedger(world, position.id)
      }
      await holdingsMatchPositions(world)
      await restarted.stop()
    },
  )

  it('FLATTENING takes over a partial sell that does not get through', async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    await world.fault('jupiter', 'error', { value: 503, path: '/swap' })
    const part = await world.placeSell(position.id, '30')
    await step(part.orderId, 'retry')
    await set('FLATTENING')
    await world.until(
      'the rest is called for too',
      async () =>
        (await world.db.select().from(positions).where(eq(positions.id, position.id)))[0]?.queuedExit
          ?.reason === 'KILL_SWITCH' ||
        BigInt((await world.order(part.orderId)).amountRaw!) === BigInt(position.amountRaw),
    )
    await world.control('DELETE', '/faults')
    await becomes('EXITS_ONLY')
    expect(await world.position(position.id)).toMatchObject({ status: 'CLOSED', amountRaw: '0' })
    await booksMatchLedger(world, position.id)
    await worker.stop()
  })

  it('a freeze in the middle of the kill switch ends by itself, and the kill switch goes on', async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    await worker.stop()
    await set('FLATTENING')
    const thaws = new Date(Date.now() + 1_500)
    await set('FROZEN', { until: thaws.toISOString() })
    const restarted = await world.startTrading()
    await becomes('EXITS_ONLY')
    expect(await world.position(position.id)).toMatchObject({ status: 'CLOSED', exitReason: 'KILL_SWITCH' })
    const [sell] = await world.db
      .select()
      .from(orders)
      .where(and(eq(orders.positionId, position.id), eq(orders.side, 'SELL')))
    expect(sell!.createdAt.getTime()).toBeGreaterThanOrEqual(thaws.getTime())
    await restarted.stop()
  })
})
