import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { booksMatchLedger } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('Jito as a second way to land', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ jupiterApi: 'v1', environment: { JITO_URL: '{sandbox}/jito' } })
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  const bought = async (amountUsd: number) => {
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd })
    return world.finished(orderId, 30_000)
  }

  it('F05: what every node loses lands through Jito, for a tip that is booked', async () => {
    await world.fault('chain', 'drop_transactions')
    const order = await bought(300)
    expect(order).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    const trade = (await world.db.query.trades.findMany()).find((one) => one.orderId === order.id)!
    expect(trade).toMatchObject({ tipLamports: 100_000n, priorityFeeLamports: 0n })
    await booksMatchLedger(world, order.positionId!)
  })

  it('is a hint only: while it is down the nodes land what tips it', async () => {
    await world.fault('jito', 'down')
    const order = await bought(300)
    expect(order).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    await booksMatchLedger(world, order.positionId!)
  })

  it('is not tipped for small trades', async () => {
    const order = await bought(100)
    const trade = (await world.db.query.trades.findMany()).find((one) => one.orderId === order.id)!
    expect(trade.tipLamports).toBe(0n)
    expect(trade.priorityFeeLamports).toBeGreaterThan(0n)
  })
})
