import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashPoints } from './crash-points'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { runUntilItDies } from './run-until-it-dies'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('F19: kill -9 of the worker while an order is in slices', () => {
  let world: TradingWorld
  let positionId: string
  beforeAll(async () => {
    world = await openTradingWorld()
    const worker = await world.startTrading()
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 450, algorithm: 'MARKET' })
    positionId = (await world.finished(orderId)).positionId!
    await worker.stop()
  })
  afterAll(() => world.close())

  const transactions = async () => (await world.ledger()).transactions.length
  const slices = { algorithm: 'TWAP', durationSeconds: 1 }

  it.each(crashPoints)('%s: a sale in slices sells each part once', async (point) => {
    const [before, held] = [await transactions(), BigInt((await world.position(positionId)).amountRaw)]
    const { orderId } = await world.placeSell(positionId, '10', randomUUID(), slices)
    await runUntilItDies(world, point)
    const restarted = await world.startTrading()
    const order = await world.finished(orderId, 30_000)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    expect(await transactions()).toBe(before + order.slices.length)
    expect(BigInt(order.slicing!.doneRaw)).toBe(held / 10n)
    const position = await world.position(positionId)
    expect(position.status).toBe('OPEN')
    expect(BigInt(position.amountRaw)).toBe(held - held / 10n)
    await booksMatchLedger(world, positionId)
    await holdingsMatchPositions(world)
    await restarted.stop()
  })

  it.each(crashPoints)('%s: a buy in slices buys each part once', async (point) => {
    const before = await transactions()
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 15, ...slices })
    await runUntilItDies(world, point)
    const restarted = await world.startTrading()
    const order = await world.finished(orderId, 30_000)
    expect(order, JSON.stringify(order.timeline)).toMatchObject({
      ...{ status: 'FILLED', slicing: { spentUsd: '15' } },
    })
    expect(await transactions()).toBe(before + 3)
    expect((await world.position(order.positionId!)).costRaw).toBe('15000000')
    await booksMatchLedger(world, order.positionId!)
    await holdingsMatchPositions(world)
    await restarted.stop()
  })
})
