import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { alerts } from '@/drizzle/schema'
import { hastenReadiness } from '@/lib/db/exit-readiness-repository'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('tokens that turn bad while they are held', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ ownSandbox: true })
    await world.startTrading()
  })
  afterEach(() => world.control('DELETE', '/faults'))
  afterAll(() => world.close())

  const open = async (token: string, more: object = {}) => {
    const acknowledge = ['verified', 'transfer-tax', 'freeze-authority']
    const { orderId } = await world.placeBuy({
      ...{ token, amountUsd: 50, acknowledge, stopLossPct: 90, takeProfitPct: 500 },
      ...more,
    })
    const order = await world.finished(orderId)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    return order.positionId!
  }
  const ready = (id: string, level: string) =>
    world.until(`position is ${level}`, async () => {
      const { exitReadiness } = await world.position(id)
      return exitReadiness.level === level && exitReadiness
    })
  const alertsOf = async (id: string) =>
    (await world.db.select().from(alerts)).filter(({ positionId }) => positionId === id)
  const alerted = (id: string, words: string) =>
    world.until(`the alert "${words}"`, async () =>
      (await alertsOf(id)).find(({ title }) => title.includes(words)),
    )

  it('shows a way out that is clear', async () => {
    const id = await open('BONK')
    expect(await ready(id, 'clear')).toEqual({ level: 'clear', reasons: [] })
    expect(await alertsOf(id)).toEqual([])
  })

  it('F25 warns once of a tax that is raised, and of one that is announced', async () => {
    const id = await open('TAXED')
    await ready(id, 'clear')
    await world.control('PUT', '/tokens/TAXED', { taxBps: 300, laterTaxBps: 4_000 })
    await alerted(id, 'will raise its transfer tax')
    const { reasons } = await ready(id, 'warning')
    expect(reasons.join()).toContain('40 %')
    await world.control('PUT', '/tokens/TAXED', { taxBps: 900 })
    await alerted(id, 'raised its transfer tax')
    expect((await alertsOf(id)).filter(({ title }) => title.includes('transfer tax'))).toHaveLength(2)
    await world.control('PUT', '/tokens/TAXED', { taxBps: 300 })
  })

  it('F26 sees the liquidity leave', async () => {
    const id = await open('RUGGED')
    await alerted(id, 'Liquidity of RUGGED was taken out')
    await world.until('the way out is not clear', async () => {
      const { exitReadiness } = await world.position(id)
      return exitReadiness.level === 'warning' && exitReadiness.reasons.join().includes('Liquidity')
    })
  })

  it('F26 sees that its account was frozen after the buy', async () => {
    const id = await open('FROSTY')
    await alerted(id, 'cannot be sold')
    const { reasons } = await ready(id, 'trapped')
    expect(reasons.join()).toContain('frozen')
  })

  it('F26 finds out by itself that a token cannot be sold any more', async () => {
    const id = await open('POPCAT')
    await ready(id, 'clear')
    await world.control('PUT', '/tokens/POPCAT', { refusesSells: true, mintAuthority: true })
    await alerted(id, 'cannot be sold')
    await ready(id, 'trapped')
    await world.control('PUT', '/tokens/POPCAT', { refusesSells: false })
  })

  it('F21 says when the wallet cannot pay for a sale', async () => {
    const id = await open('WIF')
    await ready(id, 'clear')
    const { lamports } = await world.ledger()
    await world.control('POST', '/transfer', {
      ...{ from: world.user.wallet, to: world.sandbox.market.operator.address },
      ...{ mint: 'SOL', amountRaw: String(BigInt(lamports) - 900_000n) },
    })
    await hastenReadiness(world.db, id)
    await world.until('SOL is short', async () => {
      const { exitReadiness } = await world.position(id)
      return exitReadiness.level !== 'trapped' && exitReadiness.reasons.join().includes('SOL')
    })
  })
})
