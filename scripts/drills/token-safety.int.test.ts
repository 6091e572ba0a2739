import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('buying tokens that could harm', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ ownSandbox: true })
    await world.startTrading()
  })
  afterEach(() => world.control('DELETE', '/faults'))
  afterAll(() => world.close())

  const buy = async (token: string, more: object = {}) => {
    const { orderId } = await world.placeBuy({ token, amountUsd: 20, ...more })
    return world.finished(orderId)
  }
  const refusal = async (token: string, more: object = {}) => {
    const order = await buy(token, more)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({ status: 'DENIED', attempts: [] })
    return order.denial!
  }
  const everything = ['verified', 'age', 'liquidity', 'top-holders', 'sell-test', 'transfer-tax']

  it('F26 buys no honeypot: a sale of it is tried before, and fails', async () => {
    const denial = await refusal('HONEY', { acknowledge: everything })
    expect(denial).toMatchObject({ code: 'token.unsafe', extra: { blocked: ['sell-test'] } })
    expect(denial.detail).toContain('Can be bought but not sold')
  })

  it('F25 asks for consent to a tax of 3 %, and buys with it', async () => {
    const denial = await refusal('TAXED')
    expect(denial.code).toBe('token.unsafe')
    expect(denial.extra!.acknowledge).toContain('transfer-tax')
    const acknowledge = denial.extra!.acknowledge as string[]
    expect(await refusal('TAXED', { acknowledge: acknowledge.slice(1) })).toMatchObject({
      code: 'token.unsafe',
    })
    expect((await buy('TAXED', { acknowledge, stopLossPct: 30 })).status).toBe('FILLED')
  })

  it.each([
    ['CREEP', 'scheduled-tax', 'rises to 50 %'],
    ['ICEBOX', 'freeze-authority', 'can be frozen'],
    ['SHADY', 'suspicious', 'suspicious'],
    ['WHALE', 'top-holders', '91 %'],
  ])('F25 F26 never buys %s: %s', async (token, id, words) => {
    const denial = await refusal(token, { acknowledge: [...everything, id] })
    expect(denial.extra!.blocked).toContain(id)
    expect(denial.detail).toContain(words)
  })

  it('believes the chain, not the vendor', async () => {
    const { mint } = world.sandbox.market.resolve('RAY')
    await world.control('PUT', '/tokens/RAY', { mintAuthority: true })
    expect((await refusal(mint)).extra).toEqual({ acknowledge: ['mint-authority'] })
    await world.control('PUT', '/tokens/RAY', { mintAuthority: false })
  })

  it('sees that the liquidity is gone before it buys', async () => {
    await world.price('ORCA', { liquidityUsd: 800 })
    await world.parts.feed.watch([world.sandbox.market.resolve('ORCA').mint])
    await world.until('the pool is priced', async () =>
      world.parts.feed.latest(world.sandbox.market.resolve('ORCA').mint),
    )
    expect((await refusal('ORCA')).extra!.blocked).toContain('liquidity')
  })

  it('asks for consent to an order too large for its pool, beside what it asks of the token', async () => {
    const { mint } = world.sandbox.market.resolve('PUDDLE')
    await world.parts.feed.watch([mint])
    await world.until('the pool is priced', async () => world.parts.feed.latest(mint))
    const denial = await refusal('PUDDLE', { amountUsd: 450 })
    expect(denial.code).toBe('token.unsafe')
    const acknowledge = denial.extra!.acknowledge as string[]
    const ofToken = acknowledge.filter((id) => id !== 'impact')
    expect(ofToken).not.toHaveLength(acknowledge.length)
    const ofOrder = await refusal('PUDDLE', { amountUsd: 450, acknowledge: ofToken })
    expect(ofOrder).toMatchObject({ code: 'risk.impact', extra: { acknowledge } })
    expect(ofOrder.detail).toMatch(
      /is 17 % of the \$2,\d+\.\d\d in its pool; about 2\d % of it would be lost/,
    )
    expect((await buy('PUDDLE', { acknowledge: ofToken, stopLossPct: 40 })).status).toBe('FILLED')
  })

  it('buys an established token without a venue that could try a sale, and no other', async () => {
    await world.fault('jupiter', 'down', { path: '/swap/v1' })
    expect((await buy('JUP')).status).toBe('FILLED')
    await expect(buy('TICKET', { acknowledge: everything })).rejects.toMatchObject({
      code: 'venue.unavailable',
      retry: 'retryable',
    })
  })

  it('buys an established token that is frozen by nobody at once, and remembers the sale it tried', async () => {
    expect((await buy('WIF')).status).toBe('FILLED')
    const { mint } = world.sandbox.market.resolve('WIF')
    expect(await world.parts.redis.get(`safety:sells:${mint}`)).not.toBeNull()
  })
})
