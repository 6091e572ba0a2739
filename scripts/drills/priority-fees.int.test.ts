import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders } from '@/drizzle/schema'
import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { findOrder } from '@/lib/db/order-repository'
import { booksMatchLedger, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

/** What the timeline says was to be paid, by which tier. */
const feeTold = async (world: TradingWorld, orderId: string) => {
  const { timeline } = await world.order(orderId)
  const told = timeline.map(({ detail }) => /Priority fee (\w+): ([\d.]+) SOL/.exec(detail ?? ''))
  const [, tier, sol] = told.find((match) => match !== null) ?? []
  return { tier, lamports: BigInt(Math.round(Number(sol) * 1e9)) }
}

describe.each(['v1', 'v2'] as const)('F27: priority fees through Jupiter %s', (jupiterApi) => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ jupiterApi })
    await world.startTrading()
  })
  afterAll(() => world.close())

  it('are as urgent as the order, said before they are paid, and paid no higher', async () => {
    const { order, position } = await openBonk(world, { stopLossPct: 10, takeProfitPct: 900 })
    const { walletId } = (await findOrder(world.db, order.id))!
    const paid = async () =>
      (await priorityFeesPaid(world.db, { walletId, since: new Date(Date.now() - 60_000) })).all
    const entry = await feeTold(world, order.id)
    expect(entry.tier).toBe('MEDIUM')
    const first = await paid()
    expect(first).toBeGreaterThan(0n)
    expect(first).toBeLessThanOrEqual(entry.lamports)

    await world.price('BONK', { changePct: -20 })
    await world.until(
      'the stop is sold',
      async () => (await world.position(position.id)).status === 'STOPPED_OUT',
      30_000,
    )
    const [sell] = await world.db
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.positionId, position.id), eq(orders.side, 'SELL')))
    const exit = await feeTold(world, sell!.id)
    expect(exit.tier).toBe('HIGH')
    expect((await paid()) - first).toBeLessThanOrEqual(exit.lamports)
    await booksMatchLedger(world, position.id)
  })
})
