import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hastenReadiness, heldPositions } from '@/lib/db/exit-readiness-repository'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

const LAGGARDS = ['quicknode', 'alchemy', 'triton', 'public']

describe('F07: nodes that lag', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ ownSandbox: true })
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  it('the first node stands still: the others tell of the fill', async () => {
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    await world.fault('helius', 'lag_slots', { value: 100_000 })
    const worker = await world.startTrading()
    const order = await world.finished(orderId, 12_000)
    expect(order.status).toBe('FILLED')
    await booksMatchLedger(world, order.positionId!)
    await worker.stop()
  })

  it('F06: a blockhash too young for the first node is found at the next; nothing is built anew', async () => {
    await world.fault('helius', 'lag_slots', { value: 31 })
    const worker = await world.startTrading()
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    expect(order.timeline.filter(({ step }) => step === 'retry')).toEqual([])
    await booksMatchLedger(world, order.positionId!)
    await worker.stop()
  })

  it('F06: a venue that builds on a dead blockhash is asked again; only the living one is signed', async () => {
    // A chain this young has no blockhash yet that is old enough to be dead.
    const first = await world.parts.rpc.slot()
    await world.until(
      'a blockhash of today has died',
      async () => (await world.parts.rpc.slot()) > first + 220n,
      60_000,
    )
    // Nothing else may use the fault up: the sale tried before a purchase, and the look at open positions' way out,
    // which comes every 45 s. So it is taken right before.
    const looking = await world.startTrading()
    for (const { id } of await heldPositions(world.db)) await hastenReadiness(world.db, id)
    await world.until('open positions were looked at', async () =>
      (await heldPositions(world.db)).every(
        ({ readiness }) => Date.now() - (readiness?.checkedAt?.getTime() ?? 0) < 20_000,
      ),
    )
    await looking.stop()
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    await world.fault('jupiter', 'stale_blockhash', { count: 1, value: 200 })
    const worker = await world.startTrading()
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    expect(order.timeline.map(({ detail }) => detail).join()).toContain('blockhash')
    await booksMatchLedger(world, order.positionId!)
    await worker.stop()
  })

  it('a landed buy is not dead because nodes far behind do not know it', async () => {
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    for (const node of LAGGARDS) await world.fault(node, 'lag_slots', { value: 600, forMs: 25_000 })
    await world.fault('helius', 'hide_status', { value: 15_000, forMs: 15_000 })
    await world.startTrading()
    const order = await world.finished(orderId, 50_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
    await booksMatchLedger(world, order.positionId!)
    await holdingsMatchPositions(world)
  })
})
