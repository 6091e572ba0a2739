import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { alerts } from '@/drizzle/schema'
import { booksMatchLedger } from './positions-in-drills'
import { openTradingWorld, type Overrides, type TradingWorld } from './trading-world'

type Launch = {
  mint: string
  symbol: string
  status: string
  dbcPoolKey: string
  dammV2PoolKey: string | null
}

describe('F24 a token that graduates from its bonding curve', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
  })
  afterEach(() => world.stopTrading())
  afterAll(() => world.close())

  let launches = 0
  /** A launch close to the end of its curve, so that its graduation is no target of itself. */
  const launch = async (): Promise<Launch> => {
    const symbol = `F24${Date.now().toString(36).slice(-5)}${launches++}`
    const made = await world.control<Launch>('POST', '/launches', { symbol })
    await world.price(made.mint, { changePct: 750 })
    return made
  }
  const graduate = ({ symbol }: Launch, migrationSlots = 10) =>
    world.control('POST', '/launches', { symbol, graduate: true, migrationSlots })
  const nextPool = ({ mint }: Launch) =>
    world.until(
      'the next pool is priced',
      async () => {
        const rows = await world.control<Launch[]>('GET', '/launches')
        const address = rows.find((row) => row.mint === mint)?.dammV2PoolKey
        return address && world.parts.feed.latest(mint)?.pool?.address === address ? address : null
      },
      30_000,
    )
  const hold = async ({ mint }: Launch) => {
    const acknowledge = ['verified', 'age', 'liquidity', 'top-holders', 'sell-test', 'risk.impact']
    const { orderId } = await world.placeBuy({
      ...{
        token: mint,
        amountUsd: 50,
        acknowledge,
        takeProfitPct: 200,
        stopLossPct: 30,
        trailingStopPct: 25,
      },
    })
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    return order.positionId!
  }
  const alertsOf = async (id: string) =>
    (await world.db.select().from(alerts)).filter(({ positionId }) => positionId === id)

  it('F24 a position lives through it with its plan, and its stop fires in the next pool', async () => {
    await world.startTrading()
    const token = await launch()
    const id = await hold(token)
    const before = await world.position(id)
    await world.until('the curve is priced', async () => {
      return world.parts.feed.latest(token.mint)?.pool?.address === token.dbcPoolKey
    })
    await graduate(token)
    await world.until('the curve is no pool any more', async () => {
      return world.parts.feed.latest(token.mint)?.pool?.address !== token.dbcPoolKey
    })
    await nextPool(token)
    const after = await world.position(id)
    expect(after).toMatchObject({
      ...{ status: 'OPEN', takeProfitPct: before.takeProfitPct, stopLossPct: before.stopLossPct },
      ...{ trailingStopPct: before.trailingStopPct, takeProfitPriceUsd: before.takeProfitPriceUsd },
      ...{ stopLossPriceUsd: before.stopLossPriceUsd, amountRaw: before.amountRaw },
    })
    expect((await alertsOf(id)).map(({ title }) => title)).toEqual([])
    await world.price(token.mint, { changePct: -60 })
    const closed = await world.until(
      'it is stopped out',
      async () => {
        const now = await world.position(id)
        return now.status === 'STOPPED_OUT' ? now : null
      },
      30_000,
    )
    expect(closed.amountRaw).toBe('0')
    await booksMatchLedger(world, id)
  })

  it('F24 a sell whose curve completes under it waits for the next pool and goes through it', async () => {
    const token = await launch()
    let graduating: Promise<unknown> | null = null
    let selling = false
    // Between signing and sending: the quote was true, and is not any more when it lands.
    const meanwhile: Overrides = (deps) => ({
      ...deps,
      signer: {
        ...deps.signer,
        sign: async (wallet, transaction) => {
          const signed = await deps.signer.sign(wallet, transaction)
          if (selling) await (graduating ??= graduate(token, 200))
          return signed
        },
      },
    })
    await world.startTrading(meanwhile)
    const id = await hold(token)
    selling = true
    const { orderId } = await world.placeSell(id)
    const order = await world.finished(orderId, 60_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(graduating).not.toBeNull()
    expect(order.attempts[0]).toMatchObject({ status: 'FAILED' })
    expect(order.attempts[0]!.error).toContain('6013')
    expect(order.attempts).toHaveLength(2)
    const retries = order.timeline.filter(({ step }) => step === 'retry').map(({ detail }) => detail)
    expect(retries.join()).toContain('graduates')
    expect(retries.length).toBeLessThan(8)
    expect((await world.position(id)).status).toBe('CLOSED')
    expect((await alertsOf(id)).filter(({ title }) => /cannot be sold|still/i.test(title))).toEqual([])
    await booksMatchLedger(world, id)
  })
})
