import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { quoteExactIn } from '@/lib/domain/pools/constant-product'
import { roundTripCost } from '@/lib/services/tokens/round-trip-cost'
import { booksMatchLedger } from './positions-in-drills'
import { openTradingWorld, type TradingWorld, USDC } from './trading-world'

describe.each(['v2', 'v1'] as const)('a token of Token-2022 through Jupiter swap/%s', (jupiterApi) => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ jupiterApi, ownSandbox: true })
    await world.startTrading()
  })
  afterAll(() => world.close())

  const buyTaxed = async (more: object = {}) => {
    const { orderId } = await world.placeBuy({
      ...{ token: 'TAXED', amountUsd: 100, stopLossPct: 30, takeProfitPct: 20 },
      acknowledge: ['verified', 'transfer-tax'],
      ...more,
    })
    const order = await world.finished(orderId)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    const { pool } = await world.until('the pool is priced', async () =>
      world.parts.feed.latest(order.token.mint),
    )
    return { order, pool, position: await world.position(order.positionId!) }
  }

  it('F25 books what arrived after the 3 % tax, and sells all of it', async () => {
    const { order, pool, position } = await buyTaxed()
    expect(pool!.baseTax).toMatchObject({ bps: 300 })
    const held = (await world.ledger()).tokens.find(({ mint }) => mint === order.token.mint)
    expect(position.amountRaw).toBe(held!.amountRaw)
    // Two taxes of 3 % and two fees of 1 %: what the exit is worth is told before anything is sold.
    expect(Number(position.exitValueUsd)).toBeCloseTo(100 * 0.97 ** 2 * 0.99 ** 2, 0)
    await world.placeSell(position.id)
    const closed = await world.until('it is sold', async () => {
      const now = await world.position(position.id)
      return now.status === 'CLOSED' && now
    })
    expect(Number(closed.proceedsRaw) / 1e6).toBeCloseTo(Number(position.exitValueUsd), 0)
    await booksMatchLedger(world, position.id)
  })

  it('F25 fires the target on what a sale brings after the tax', async () => {
    const { position } = await buyTaxed({ takeProfitPct: 10 })
    await world.price('TAXED', { changePct: 22 })
    const closed = await world.until('the profit is taken', async () => {
      const now = await world.position(position.id)
      return now.status === 'CLOSED' && now
    })
    expect(closed).toMatchObject({ exitReason: 'TAKE_PROFIT', amountRaw: '0' })
    expect(Number(closed.proceedsRaw) - Number(closed.costRaw)).toBeGreaterThan(9_500_000)
    await booksMatchLedger(world, position.id)
  })

  it('F25 names the tax in the cost of going in and out, and works it out as the chain does', async () => {
    await buyTaxed()
    const { mint } = (await world.positions()).find(({ token }) => token.symbol === 'TAXED')!.token
    const tick = await world.until('it is priced', async () => world.parts.feed.latest(mint))
    const sol = await world.until('SOL is priced', async () => {
      const found = world.parts.feed.latest('So11111111111111111111111111111111111111112')
      return found && { priceUsd: found.priceUsd, at: found.at, slot: 0, source: 'test' }
    })
    const market = {
      pools: new Map([[mint, { pool: tick.pool!, quoteUsd: tick.quoteUsd }]]),
      prices: new Map([['So11111111111111111111111111111111111111112', sol]]),
    }
    const cost = roundTripCost(mint, decimal('100'), market)
    expect(Number(cost!.taxUsd)).toBeCloseTo(5.9, 1)
    const amm = world.sandbox.market.amm
    const pool = amm.poolOf(mint)!
    const { token, usdc } = amm.reserves(pool)
    const snapshot = { ...tick.pool!, baseReserve: token, quoteReserve: usdc }
    for (const amount of [1n, 999n, 123_456_789n, 98_765_432_101n]) {
      expect(quoteExactIn(snapshot, USDC, amount).outputRaw).toBe(amm.quoteExactIn(pool, USDC, amount).out)
      expect(quoteExactIn(snapshot, mint, amount).outputRaw).toBe(amm.quoteExactIn(pool, mint, amount).out)
    }
  })

  it('F25 sees a tax that is raised while the token is held', async () => {
    const { position } = await buyTaxed()
    await world.control('PUT', '/tokens/TAXED', { taxBps: 2_000 })
    const dropped = await world.until('the exit value has fallen', async () => {
      const now = await world.position(position.id)
      return now.exitValueUsd !== null && Number(now.exitValueUsd) < 82 && now
    })
    expect(dropped.status).not.toBe('CLOSED')
    await world.control('PUT', '/tokens/TAXED', { taxBps: 300 })
  })
})
