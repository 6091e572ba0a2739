import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { booksMatchLedger, holdingsMatchPositions, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { patient } from './until'

const LIMITED = ['helius', 'quicknode', 'alchemy', 'triton']

describe('F08: nodes that limit us', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ environment: { RPC_RPS: '12' } })
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  it('429 while a transaction is in flight is no failure: it is followed to its end', async () => {
    for (const path of ['/getSignatureStatuses', '/getTransaction'])
      await world.fault('chain', 'rate_limit', { value: 1, path, forMs: 4_000 })
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    const order = await world.finished(orderId, 30_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
    await booksMatchLedger(world, order.positionId!)
  })

  it(
    'in a storm of 429 entries wait or are turned away, and the stop is served',
    { timeout: patient(150_000) },
    async () => {
      const { position } = await openBonk(world, { stopLossPct: 10, takeProfitPct: 900 })
      for (const node of LIMITED) await world.fault(node, 'rate_limit', { value: 3, forMs: 12_000 })
      const entries = Array.from({ length: 12 }, () => enter(world))
      await world.price('BONK', { changePct: -20 })
      const closed = await world.until(
        'the stop is sold',
        async () => {
          const now = await world.position(position.id)
          return now.status === 'STOPPED_OUT' && now
        },
        20_000,
      )
      const soldAt = Date.now()
      expect(closed.exitReason).toBe('STOP_LOSS')
      for (const { status, at } of await Promise.all(entries)) {
        expect(['FILLED', 'REJECTED', 'EXPIRED', 'DENIED']).toContain(status)
        if (status === 'FILLED') expect(at).toBeGreaterThan(soldAt)
      }
      await world.until('the other stop is sold too', async () =>
        (await world.positions()).every((one) => one.token.symbol !== 'BONK' || one.closedAt !== null),
      )
      await booksMatchLedger(world, position.id)
      await holdingsMatchPositions(world)
    },
  )
})

/** How an entry ends, in a minute at the latest: REJECTED where it is not even accepted. */
const enter = async (world: TradingWorld): Promise<{ status: string; at: number }> => {
  const placed = await world.placeBuy({ token: 'WIF', amountUsd: 20 }).catch(() => null)
  const status = placed ? (await world.finished(placed.orderId, 90_000)).status : 'REJECTED'
  return { status, at: Date.now() }
}
