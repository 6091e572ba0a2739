import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alerts as storedAlerts, positions } from '@/drizzle/schema'
import { planInput } from '@/lib/contracts/trade'
import type { AlertEvent } from '@/lib/contracts/stream-events'
import type { NewLiveEvent } from '@/lib/queue/live-events'
import { changePlan } from '@/lib/services/exits/change-plan'
import { keepingTold } from './keeping-told'
import { booksMatchLedger, openBonk } from './positions-in-drills'
import { preparingWith } from './preparing-with'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('exit plans on a running system', () => {
  let world: TradingWorld
  let worker: { stop: () => Promise<void> }
  const told: NewLiveEvent[] = []
  /** Called once, when a swap of just so much is built: before it is checked and sent. */
  let onceBuilt: { inputRaw: bigint; call: () => Promise<unknown> } | null = null
  const start = () =>
    world.startTrading((deps) => ({
      ...keepingTold(told)(deps),
      router: preparingWith(deps.router, async ({ inputRaw }, usual) => {
        const prepared = await usual()
        const due = onceBuilt
        if (due?.inputRaw !== inputRaw) return prepared
        onceBuilt = null
        await due.call()
        return prepared
      }),
    }))
  beforeAll(async () => {
    world = await openTradingWorld()
    worker = await start()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  const alerts = () => told.flatMap((event) => (event.name === 'alert' ? [event.data as AlertEvent] : []))
  const becomes = (positionId: string, status: string, limitMs?: number) =>
    world.until(
      `the position is ${status}`,
      async () => {
        const now = await world.position(positionId)
        return now.status === status && now
      },
      limitMs,
    )
  const patch = (positionId: string, change: Record<string, unknown>) =>
    changePlan(
      { db: world.db, readMarket: world.parts.readMarket },
      {
        actor: { kind: 'user', id: '1' },
        userId: world.user.userId,
        now: () => new Date(),
        newId: randomUUID,
      },
      positionId,
      planInput.parse(change),
    )
  /** The price at which the next position is opened is the market's again. */
  const reset = () => world.price('BONK', { priceUsd: '0.000025' })

  it('a trailing stop survives a restart with its peak, and sells on the way down', async () => {
    await reset()
    const { position } = await openBonk(world, { takeProfitPct: 200, stopLossPct: 50, trailingStopPct: 10 })
    await world.price('BONK', { changePct: 30 })
    const risen = await world.until('the peak is stored', async () => {
      const now = await world.position(position.id)
      return now.effectiveStop === 'TRAILING_STOP' && Number(now.effectiveStopPriceUsd) > 0.000028 && now
    })
    await worker.stop()
    await world.price('BONK', { changePct: -13 })
    worker = await start()
    const closed = await becomes(position.id, 'STOPPED_OUT')
    expect(closed.exitReason).toBe('TRAILING_STOP')
    expect(Number(risen.effectiveStopPriceUsd)).toBeGreaterThan(Number(position.entryPriceUsd))
    await booksMatchLedger(world, position.id)
  })

  it('a ladder sells its steps one after the other, the target the rest', async () => {
    await reset()
    const { position } = await openBonk(world, {
      takeProfitPct: 60,
      stopLossPct: 20,
      ladder: [
        { atPct: 10, sellPct: 25 },
        { atPct: 30, sellPct: 50 },
      ],
    })
    const held = BigInt(position.amountRaw)
    const holds = (share: bigint) =>
      world.until(`${share} % are held`, async () => {
        const now = await world.position(position.id)
        return now.status === 'OPEN' && BigInt(now.amountRaw) === held - (held * (100n - share)) / 100n && now
      })
    await world.price('BONK', { changePct: 15 })
    expect((await holds(75n)).ladderDone).toBe(1)
    await world.price('BONK', { changePct: 20 })
    expect((await holds(25n)).ladderDone).toBe(2)
    await world.price('BONK', { changePct: 25 })
    expect((await becomes(position.id, 'CLOSED')).exitReason).toBe('TAKE_PROFIT')
    await booksMatchLedger(world, position.id)
  })

  it('a live plan is changed in one step, and refused when it would sell at once', async () => {
    await reset()
    const { position } = await openBonk(world, { takeProfitPct: 50, stopLossPct: 20 })
    const entry = Number(position.entryPriceUsd)
    await expect(patch(position.id, { stopLossPriceUsd: (entry * 1.2).toFixed(12) })).rejects.toThrow(
      'at once',
    )
    await expect(patch(position.id, { breakEvenAtPct: 80 })).rejects.toThrow('below the take-profit')
    await world.price('BONK', { changePct: 25 })
    await world.until('the price is seen', async () => {
      const now = await world.position(position.id)
      return Number(now.currentPriceUsd) > entry * 1.2
    })
    await patch(position.id, { stopLossPriceUsd: (entry * 1.1).toFixed(12), timeStopMinutes: 60 })
    const moved = await world.position(position.id)
    expect(Number(moved.stopLossPct)).toBeCloseTo(-10, 3)
    expect(moved.timeStopAt).not.toBeNull()
    await world.price('BONK', { changePct: -15 })
    const closed = await becomes(position.id, 'STOPPED_OUT')
    expect(Number(closed.pnlUsd)).toBeGreaterThan(0)
  })

  const rowOf = async (id: string) =>
    (await world.db.select().from(positions).where(eq(positions.id, id)))[0]!
  const stepOf = (orderId: string, wanted: string) =>
    world.until(`the order is told: ${wanted}`, async () =>
      (await world.order(orderId)).timeline.some(({ step }) => step === wanted),
    )

  it('a stop that fires while a part cannot be sold takes its sell over, and everything goes in one transaction', async () => {
    await reset()
    const { position } = await openBonk(world, { takeProfitPct: 50, stopLossPct: 20 })
    await world.fault('jupiter', 'error', { value: 500 })
    const { orderId } = await world.placeSell(position.id, '30')
    await stepOf(orderId, 'retry')
    await world.price('BONK', { changePct: -30 })
    await stepOf(orderId, 'queued')
    // At its next try. An end of the fault before that could let the part through.
    await stepOf(orderId, 'enlarged')
    const sent = (await world.ledger()).transactions.length
    await world.control('DELETE', '/faults')
    expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
    expect(await world.finished(orderId)).toMatchObject({ status: 'FILLED', amountRaw: position.amountRaw })
    expect((await world.ledger()).transactions.length).toBe(sent + 1)
    await booksMatchLedger(world, position.id)
  })

  it('a target that is reached while a part is on its way sells everything else right after it', async () => {
    await reset()
    const { position } = await openBonk(world)
    const sent = (await world.ledger()).transactions.length
    const part = (BigInt(position.amountRaw) * 30n) / 100n
    const waitsBehind = new Promise<void>((resolve, reject) => {
      const call = async () => {
        await world.price('BONK', { changePct: 30 })
        await world
          .until('the target waits behind it', async () => (await rowOf(position.id)).queuedExit)
          .then(() => resolve(), reject)
      }
      onceBuilt = { inputRaw: part, call }
    })
    const { orderId } = await world.placeSell(position.id, '30')
    await waitsBehind
    expect((await becomes(position.id, 'CLOSED')).exitReason).toBe('TAKE_PROFIT')
    const sold = await world.finished(orderId)
    expect(sold).toMatchObject({ status: 'FILLED', reason: 'MANUAL' })
    expect(BigInt(sold.amountRaw!)).toBe(part)
    expect((await world.ledger()).transactions.length).toBe(sent + 2)
    await booksMatchLedger(world, position.id)
  })

  it('F14: one bad tick at -95 % from one source sells nothing and is told', async () => {
    await reset()
    const { position } = await openBonk(world)
    told.length = 0
    // Of whichever node streams: that one and no other tells the bad price.
    await world.fault('geyser', 'bad_tick', { value: 0.05, count: 2 })
    // A change too small for any rule makes the node tell its price.
    await world.price('BONK', { changePct: -0.5 })
    await world.until('the bad price is told', async () =>
      alerts().some(({ title }) => title.includes('not believed')),
    )
    expect((await world.position(position.id)).status).toBe('OPEN')
    await world.price('BONK', { changePct: -15 })
    expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
  })

  it('F14: a lie of the node that is asked for a second price sells nothing either, however long it lasts', async () => {
    await reset()
    const { position } = await openBonk(world)
    const fault = await world.fault('quicknode', 'bad_tick', { value: 0.05 })
    const costs = async () => Number((await world.position(position.id)).currentPriceUsd)
    const entry = Number(position.entryPriceUsd)
    // Each is a step that is looked at twice, and none reaches a level.
    for (const [changePct, isThere] of [
      [8, (price: number) => price > 1.05 * entry],
      [-7, (price: number) => price < 1.03 * entry],
      [8, (price: number) => price > 1.05 * entry],
    ] as const) {
      await world.price('BONK', { changePct })
      await world.until('the step is believed', async () => isThere(await costs()))
      expect((await world.position(position.id)).status).toBe('OPEN')
    }
    await world.price('BONK', { changePct: -20 })
    expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
    await world.control('DELETE', `/faults/${(fault as { id: string }).id}`)
  })

  it('F26: a position whose tokens are frozen is trapped, costs nothing more, and is guarded again when it thaws', async () => {
    await reset()
    const { position } = await openBonk(world)
    const fault = await world.fault('chain', 'freeze_token', { value: 'BONK' })
    told.length = 0
    await world.price('BONK', { changePct: -15 })
    const trapped = await becomes(position.id, 'TRAPPED')
    expect(trapped.trappedReason).toContain('frozen')
    // Stored with the change itself; told live a moment later.
    const stored = await world.db.select().from(storedAlerts).where(eq(storedAlerts.positionId, position.id))
    const warnsOfIt = ({ title }: { title: string }) => title.includes('cannot be sold')
    expect(stored.filter(warnsOfIt)).toHaveLength(1)
    const toldOfIt = () => alerts().filter((alert) => alert.positionId === position.id && warnsOfIt(alert))
    await world.until('it is told', async () => toldOfIt().length > 0)
    expect(toldOfIt()).toHaveLength(1)
    const sent = (await world.ledger()).transactions.length
    await expect(world.placeSell(position.id)).rejects.toThrow('cannot be sold')
    await world.control('DELETE', `/faults/${(fault as { id: string }).id}`)
    // Looked at every half minute; then the stop fires as it should have.
    await becomes(position.id, 'STOPPED_OUT', 60_000)
    expect((await world.ledger()).transactions.length).toBe(sent + 1)
    await booksMatchLedger(world, position.id)
  })
})
