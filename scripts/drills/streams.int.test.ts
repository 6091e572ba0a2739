import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { booksMatchLedger, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

type Row = { symbol: string; priceUsd: number }

/** Whoever streams: with a Geyser it alone, else the nodes' sockets. */
const streams = [
  { source: 'yellowstone', target: 'geyser', environment: {} },
  { source: 'websocket', target: 'chain', environment: { GEYSER_URL: '' } },
] as const

describe.each(streams)('$source stream', ({ source, target, environment }) => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ environment })
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  const latest = (mint: string) => world.parts.feed.latest(mint)
  const tells = (mint: string, from: string) =>
    world.until(`the price comes by ${from}`, async () => latest(mint)?.source === from)
  /** Whoever told the last price, the next change comes by the stream again. */
  const streamsAgain = (mint: string) =>
    world.until('changes come by the stream again', async () => {
      await world.price('BONK', { changePct: 0.5 })
      return latest(mint)?.source === 'account-stream'
    })
  const becomes = (positionId: string, status: string) =>
    world.until(`the position is ${status}`, async () => {
      const now = await world.position(positionId)
      return now.status === status && now
    })
  const priceOnChain = async (symbol: string) => {
    const rows = await world.control<Row[]>('GET', '/market')
    return rows.find((row) => row.symbol === symbol)!.priceUsd
  }
  /** What the feed holds is what the chain holds. */
  const equalsSnapshot = (mint: string, symbol: string) =>
    world.until('the price is the chain’s', async () => {
      const told = Number(latest(mint)?.priceUsd)
      return Math.abs(told / (await priceOnChain(symbol)) - 1) < 0.001
    })

  it('F15: silent with the stream open, the accounts are polled within five seconds and the stop fires', async () => {
    expect(world.parts.feed.streamSource).toBe(source)
    const { position } = await openBonk(world)
    const { mint } = position.token
    await world.fault(target, 'silent')
    const silentAt = performance.now()
    await tells(mint, 'account-poll')
    expect(performance.now() - silentAt).toBeLessThan(5_000)
    await world.price('BONK', { changePct: -20 })
    expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
    await booksMatchLedger(world, position.id)
    await world.control('DELETE', '/faults')
    await streamsAgain(mint)
    await equalsSnapshot(mint, 'BONK')
  })

  it('F16: cut again and again while the price crashes, it knows the chain’s price and the stop fires', async () => {
    const { position } = await openBonk(world, { stopLossPct: 30 })
    const { mint } = position.token
    for (let step = 0; step < 8; step++) {
      if (step % 2 === 0) await world.fault(target, 'disconnect', { count: 1 })
      await world.price('BONK', { changePct: -3 })
    }
    expect((await world.position(position.id)).status).toBe('OPEN')
    await equalsSnapshot(mint, 'BONK')
    await world.fault(target, 'disconnect', { count: 1 })
    await world.price('BONK', { changePct: -25 })
    expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
    await booksMatchLedger(world, position.id)
    await streamsAgain(mint)
    await equalsSnapshot(mint, 'BONK')
  })

  if (source === 'yellowstone')
    it('F15: a stream that goes on but lags the chain counts as stale, and the stop fires on what is polled', async () => {
      const { position } = await openBonk(world)
      const { mint } = position.token
      await world.fault(target, 'lag_slots', { value: 40 })
      await tells(mint, 'account-poll')
      await world.price('BONK', { changePct: -20 })
      expect((await becomes(position.id, 'STOPPED_OUT')).exitReason).toBe('STOP_LOSS')
      await world.control('DELETE', '/faults')
      await streamsAgain(mint)
      await equalsSnapshot(mint, 'BONK')
    })
})
