import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equitySnapshots, locks, positionDayMarks, tokenPrices, trades } from '@/drizzle/schema'
import { standingLocks } from '@/lib/db/lock-repository'
import { evaluateProtections } from '@/lib/services/risk/evaluate-protections'
import { lockRuggedDeployer } from '@/lib/services/risk/lock-rugs'
import { markDay } from '@/lib/services/risk/mark-day'
import { recordEquity } from '@/lib/services/risk/record-equity'
import { createStaleDataWatch } from '@/lib/services/risk/watch-stale-data'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { patient } from './until'

const DAY_MS = 86_400_000

describe('protections stop entering and let exits go on', () => {
  let world: TradingWorld
  let worker: { stop: () => Promise<void> }
  let clock = 0
  const deps = () => ({
    ...world.parts.createExecution(world.vaultKey),
    db: world.db,
    now: () => new Date(Date.now() + clock),
    newId: randomUUID,
    balances: (wallet: string) => world.parts.rpc.balances(wallet),
  })
  const standing = (kind?: string) =>
    standingLocks(world.db, world.user.userId, deps().now()).then((rows) =>
      rows.filter((row) => kind === undefined || row.kind === kind),
    )
  const denial = async (token = 'WIF') => {
    const { orderId } = await world.placeBuy({ token, amountUsd: 10 })
    const order = await world.order(orderId)
    if (order.status !== 'DENIED') await world.finished(orderId)
    return order.denial
  }
  beforeAll(async () => {
    world = await openTradingWorld()
    worker = await world.startTrading()
  })
  afterAll(() => world.close())

  it(
    'four stop-losses in an hour lock entries; a second worker and a removed lock set none again',
    { timeout: patient(120_000) },
    async () => {
      const held = await openBonk(world, { stopLossPct: 60 })
      const bought = []
      for (let i = 0; i < 4; i++) bought.push(await openBonk(world, { stopLossPct: 5 }))
      await world.price('BONK', { changePct: -12 })
      for (const { position } of bought)
        await world.until(
          'stopped out',
          async () => (await world.position(position.id)).status === 'STOPPED_OUT',
          40_000,
        )
      const [lock] = await world.until('locked', async () => {
        const rows = await standing('STOPLOSS_GUARD')
        return rows.length > 0 && rows
      })
      expect(lock!.until!.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000)
      expect(await denial()).toMatchObject({
        code: 'risk.locked',
        detail: expect.stringMatching(/^Stopped entering; exits continue\. 4 positions were stopped out/),
      })
      const sold = await world.placeSell(held.position.id)
      expect((await world.finished(sold.orderId, 40_000)).status).toBe('FILLED')

      await Promise.all([evaluateProtections(deps()), evaluateProtections(deps())])
      expect(await standing('STOPLOSS_GUARD')).toHaveLength(1)
      await world.db.update(locks).set({ removedAt: new Date(), removedBy: { kind: 'user' } })
      await evaluateProtections(deps())
      expect(await standing()).toEqual([])
      expect(await denial()).toBeNull()
    },
  )

  it('a silent market locks everyone out and lets them in again by itself, any number of times', async () => {
    // Its own watch sees fresh prices, and would let everyone in again.
    await worker.stop()
    let fresh = false
    const feed = { watched: () => ['mint'], confirmedAt: () => (fresh ? deps().now() : null) }
    const step = createStaleDataWatch({ ...deps(), feed })
    await step()
    expect(await standing('STALE_DATA')).toEqual([])
    clock = 16_000
    for (let round = 0; round < 2; round++) {
      fresh = false
      await step()
      await step()
      expect(await standing('STALE_DATA')).toMatchObject([{ userId: null, until: null }])
      fresh = true
      await step()
      expect(await standing('STALE_DATA')).toEqual([])
    }
    clock = 0
    worker = await world.startTrading()
  })

  it('a rug keeps the deployer out for seven days, once', async () => {
    const { mint } = world.sandbox.market.resolve('WIF')
    for (let round = 0; round < 2; round++)
      await lockRuggedDeployer(deps(), { mint, reason: 'WIF can no longer be sold.' })
    const rows = await standing('RUG')
    expect(rows).toHaveLength(1)
    expect(rows[0]!.until!.getTime() - Date.now()).toBeGreaterThan(6.9 * DAY_MS)
    expect((await denial('WIF'))?.code).toBe('risk.locked')
    await world.db.update(locks).set({ removedAt: new Date(), removedBy: { kind: 'user' } })
  })

  it('a fall of 15 % from the peak of the day locks until the next one', async () => {
    await openBonk(world)
    await world.until('SOL is priced', async () =>
      world.parts.feed.latest('So11111111111111111111111111111111111111112'),
    )
    await world.db.insert(equitySnapshots).values({
      userId: world.user.userId,
      time: new Date(Date.now() - 3_600_000),
      equityUsd: '10000',
      pnlUsd: '1600',
    })
    await recordEquity(deps())
    const [lock] = await standing('MAX_DRAWDOWN')
    expect(lock!.reason).toMatch(/^The account has fallen 1\d\.\d % from its peak/)
    expect(lock!.until!.toISOString()).toMatch(/T00:00:00.000Z$/)
    await world.db.update(locks).set({ removedAt: new Date(), removedBy: { kind: 'user' } })
    await recordEquity(deps())
    expect(await standing('MAX_DRAWDOWN')).toEqual([])
  })

  it('fees that eat what is traded lock, in the account that paid them, until its owner lifts it', async () => {
    const trader = await world.newTrader()
    const { orderId } = await trader.placeBuy({ token: 'BONK', amountUsd: 100 })
    expect((await world.finished(orderId)).status).toBe('FILLED')
    const time = new Date(Date.now() - 60_000)
    await world.db
      .insert(tokenPrices)
      .values({ time, tokenMint: WSOL_MINT, priceUsd: '150', source: 'drill' })
    await evaluateProtections(deps())
    const locksOf = async () =>
      (await standingLocks(world.db, trader.user.userId, deps().now())).filter(
        ({ kind }) => kind === 'FEE_BURN',
      )
    expect(await locksOf()).toEqual([])
    // A tip of 0.03 SOL, $4.50, for a purchase of $100.
    await world.db
      .update(trades)
      .set({ tipLamports: 30_000_000n, feeLamports: 30_000_000n })
      .where(eq(trades.orderId, orderId))
    await evaluateProtections(deps())
    expect(await locksOf()).toMatchObject([
      { userId: trader.user.userId, reason: expect.stringMatching(/^Fees of 0\.030\d SOL \(\$4\.5\d\)/) },
    ])
    expect(await standing('FEE_BURN')).toEqual([])
    await world.db.update(locks).set({ removedAt: new Date(), removedBy: { kind: 'user' } })
  })

  it('marks each position once at the first moment of a UTC day', async () => {
    const { position } = await openBonk(world)
    const midnight = Math.floor(Date.now() / DAY_MS + 1) * DAY_MS
    const marked = () =>
      world.db.select().from(positionDayMarks).where(eq(positionDayMarks.positionId, position.id))
    await markDay(deps())
    expect(await marked()).toEqual([])
    clock = midnight + 5_000 - Date.now()
    await Promise.all([markDay(deps()), markDay(deps())])
    const [mark] = await marked()
    expect(mark).toMatchObject({ day: new Date(midnight).toISOString().slice(0, 10), source: 'exit-value' })
    const perToken = Number(position.exitValueUsd) / Number(position.amount)
    expect(Number(mark!.priceUsd) / perToken).toBeCloseTo(1, 2)
    clock = 0
  })
})
