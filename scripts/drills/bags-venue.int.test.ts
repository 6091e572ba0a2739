import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBagsClient } from '@/lib/adapters/bags/client'
import { createBagsVenue } from '@/lib/adapters/bags/bags-venue'
import { createSwapRouter } from '@/lib/services/execution/router/create-swap-router'
import { createCircuitBreakers } from '@/lib/adapters/circuit-breakers/circuit-breakers'
import { booksMatchLedger } from './positions-in-drills'
import { openTradingWorld, USDC, type Overrides, type TradingWorld } from './trading-world'

describe('trading through bags.fm alone', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
    const client = createBagsClient({ baseUrl: `${world.sandbox.url}/bags`, apiKey: 'drill', rps: 500 })
    const { redis, logger } = world.parts
    const onlyBags: Overrides = (deps) => ({
      ...deps,
      router: createSwapRouter({
        venues: [createBagsVenue({ client })],
        circuits: createCircuitBreakers({ redis, logger, now: Date.now }),
        solPriceUsd: deps.solPriceUsd,
      }),
    })
    await world.startTrading(onlyBags)
  })
  afterAll(() => world.close())

  const bought = async (token: string) => {
    const acknowledge = ['verified', 'age', 'liquidity', 'top-holders', 'risk.impact']
    const { orderId } = await world.placeBuy({ token, amountUsd: 50, acknowledge, stopLossPct: 50 })
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(order.attempts).toMatchObject([{ venue: 'bags', error: null }])
    return order.positionId!
  }
  const sold = async (id: string) => {
    const { orderId } = await world.placeSell(id)
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    await booksMatchLedger(world, id)
    return world.position(id)
  }

  it('F22 buys and sells a listed token; its fee of one percent each way is in cost and proceeds', async () => {
    const id = await bought('BONK')
    expect((await world.position(id)).costRaw).toBe('50000000')
    const { proceedsRaw, status } = await sold(id)
    expect(status).toBe('CLOSED')
    const lost = 50_000_000 - Number(proceedsRaw)
    expect(lost).toBeGreaterThan(990_000)
    expect(lost).toBeLessThan(2_000_000)
  })

  it('F22 buys a launch on its curve, and a stop sells it', async () => {
    const symbol = `BV${Date.now().toString(36).slice(-6)}`
    const { mint } = await world.control<{ mint: string }>('POST', '/launches', { symbol })
    await world.price(mint, { changePct: 300 })
    const id = await bought(mint)
    await world.until('the curve is priced', async () => world.parts.feed.latest(mint)?.pool)
    await world.price(mint, { changePct: -60 })
    await world.until(
      'it is stopped out',
      async () => (await world.position(id)).status === 'STOPPED_OUT',
      30_000,
    )
    await booksMatchLedger(world, id)
    expect(
      (await world.ledger()).tokens.filter((held) => held.mint !== USDC && held.amountRaw !== '0'),
    ).toEqual([])
  })
})
