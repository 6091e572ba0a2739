import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashPoints } from './crash-points'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { runUntilItDies } from './run-until-it-dies'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('F19: kill -9 of the worker', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
  })
  afterAll(() => world.close())

  const finishedOnce = async (orderId: string) => {
    const restarted = await world.startTrading()
    const order = await world.finished(orderId, 30_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts.filter((attempt) => attempt.status === 'CONFIRMED')).toHaveLength(1)
    await booksMatchLedger(world, order.positionId!)
    await holdingsMatchPositions(world)
    return { order, restarted }
  }

  it.each(crashPoints)('%s: a buy ends in exactly one position', async (point) => {
    const transactions = (await world.ledger()).transactions.length
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    await runUntilItDies(world, point)
    const { restarted } = await finishedOnce(orderId)
    expect((await world.ledger()).transactions).toHaveLength(transactions + 1)
    await restarted.stop()
  })

  it.each(crashPoints)('%s: a sell sells exactly once', async (point) => {
    const open = await world.until('a position is open', async () =>
      (await world.positions()).find((position) => position.status === 'OPEN'),
    )
    const transactions = (await world.ledger()).transactions.length
    const { orderId } = await world.placeSell(open.id)
    await runUntilItDies(world, point)
    const { restarted } = await finishedOnce(orderId)
    expect((await world.ledger()).transactions).toHaveLength(transactions + 1)
    expect(await world.position(open.id)).toMatchObject({
      status: 'CLOSED',
      amountRaw: '0',
      exitReason: 'MANUAL',
    })
    await restarted.stop()
  })
})
