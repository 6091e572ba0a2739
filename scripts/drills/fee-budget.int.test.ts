import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderAttempts } from '@/drizzle/schema'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { booksMatchLedger, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('transactions that land and fail', () => {
  let world: TradingWorld
  let falling = false
  /** The price falls by more than any tolerance between each simulation and its landing. */
  const fallsAfterSimulation = (deps: Omit<ExecutionDeps, 'onPositionChanged'>) => ({
    ...deps,
    chain: {
      ...deps.chain,
      simulate: async (...input: Parameters<typeof deps.chain.simulate>) => {
        const simulation = await deps.chain.simulate(...input)
        if (falling) await world.price('BONK', { changePct: -30 })
        return simulation
      },
    },
  })
  beforeAll(async () => {
    world = await openTradingWorld()
    await world.startTrading(fallsAfterSimulation)
  })
  afterAll(() => world.close())

  it('F27: a sell that burns fees stops at its budget, and says so', async () => {
    const { position } = await openBonk(world, { takeProfitPct: 900, stopLossPct: 99 })
    falling = true
    const { orderId } = await world.placeSell(position.id)
    const order = await world.until(
      'the budget is used up',
      async () => {
        const now = await world.order(orderId)
        return now.timeline.some(({ step }) => step === 'fee-budget') && now
      },
      60_000,
    )
    expect(order.status).toBe('WORKING')
    expect(order.attempts.map(({ status }) => status)).toEqual(Array<string>(5).fill('FAILED'))
    const failed = (await world.ledger()).transactions.filter(({ err }) => err !== null)
    expect(failed).toHaveLength(5)

    falling = false
    // The next try is a minute away: looked for at every sweep meanwhile, nothing more is signed.
    const slot = world.parts.feed.lastSlot()!.slot
    await world.until('several sweeps later', async () => world.parts.feed.lastSlot()!.slot > slot + 60n)
    expect((await world.order(orderId)).attempts).toHaveLength(5)
    expect((await world.position(position.id)).status).toBe('CLOSING')
    await booksMatchLedger(world, position.id)
  })
})

describe('a wallet that has lost its budget to failed transactions', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
    await world.startTrading()
  })
  afterAll(() => world.close())

  it('F27: a wallet whose budget others have used up sells at once, at the least fee', async () => {
    const { order, position } = await openBonk(world, { takeProfitPct: 900, stopLossPct: 99 })
    const [bought] = await world.db.select().from(orderAttempts).where(eq(orderAttempts.orderId, order.id))
    const failed = { ...bought!, status: 'FAILED', feeLamports: 2_005_000n, resolvedAt: new Date() } as const
    await world.db.insert(orderAttempts).values(
      Array.from({ length: 10 }, (_, nth) => {
        const id = randomUUID()
        return { ...failed, id, signature: id, seq: bought!.seq + 1 + nth }
      }),
    )
    const sold = await world.finished((await world.placeSell(position.id)).orderId)
    expect(sold.status).toBe('FILLED')
    expect(JSON.stringify(sold.timeline)).toContain('Priority fee LOW: 0.000003 SOL')
  })
})
