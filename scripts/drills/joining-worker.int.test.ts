import { afterAll, beforeAll, expect, it } from 'vitest'
import { readReconciliation } from '@/lib/db/reconciliation-repository'
import { runUntilItDies } from './run-until-it-dies'
import { openTradingWorld, type TradingWorld } from './trading-world'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
})
afterAll(() => world.close())

/** A worker that never gets to see the chain, so it never has the books in hand. */
const startBlind = () =>
  world.startTrading(
    (deps) => ({
      ...deps,
      chain: { ...deps.chain, balances: () => Promise.reject(new Error('the chain does not answer')) },
    }),
    { untilOpen: false },
  )
const isClean = async () => (await readReconciliation(world.db))?.clean
const buy = () => world.placeBuy({ token: 'BONK', amountUsd: 20 })

it('a worker that joins another does not stop trading; alone with the books it does', async () => {
  const first = await world.startTrading()
  expect((await world.finished((await buy()).orderId)).status).toBe('FILLED')
  const blind = await startBlind()
  for (let round = 0; round < 3; round++) {
    expect(await isClean()).toBe(true)
    expect((await world.finished((await buy()).orderId)).status).toBe('FILLED')
  }
  // The one that knows the books is gone: the other has to find out for itself, and cannot.
  await first.stop()
  await world.until('the gate is closed', async () => (await isClean()) === false)
  await expect(buy()).rejects.toMatchObject({ code: 'trading.halted' })
  await blind.stop()
  const second = await world.startTrading()
  expect(await isClean()).toBe(true)
  await second.stop()
})

it('F19: a worker that was killed vouches for nothing', async () => {
  const { orderId } = await buy()
  await runUntilItDies(world, 'after booking')
  expect((await world.order(orderId)).status).toBe('FILLED')
  expect(await isClean()).toBe(true)
  const blind = await startBlind()
  // The database takes a moment to notice that a connection died.
  await world.until('the gate is closed', async () => (await isClean()) === false)
  await expect(buy()).rejects.toMatchObject({ code: 'trading.halted' })
  await blind.stop()
})
