import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { booksMatchLedger, openBonk } from './positions-in-drills'

describe.each(['v2', 'v1'] as const)('a trade from buy to exit through Jupiter swap/%s', (jupiterApi) => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ jupiterApi })
    await world.startTrading()
  })
  afterAll(() => world.close())

  it('buys with a transaction the wallet signed, and opens a guarded position', async () => {
    const { order, position } = await openBonk(world)
    expect(order.timeline.map((event) => event.step)).toEqual([
      'received',
      'checked',
      'signed',
      'sent',
      'filled',
    ])
    expect(position).toMatchObject({
      status: 'OPEN',
      takeProfitPct: '20',
      stopLossPct: '10',
      exitReason: null,
    })
    const ledger = await world.ledger()
    const bought = ledger.transactions.find((entry) => entry.signature === order.attempts[0]!.signature)
    expect(bought).toMatchObject({ err: null })
    expect(bought!.signers).toEqual([world.user.wallet])
    await booksMatchLedger(world, position.id)
    await world.placeSell(position.id)
    await world.until(
      'the position is sold',
      async () => (await world.position(position.id)).status === 'CLOSED',
    )
  })

  it('takes the profit at +25 %', async () => {
    const { position } = await openBonk(world)
    await world.price('BONK', { changePct: 25 })
    const closed = await world.until('the profit is taken', async () => {
      const now = await world.position(position.id)
      return now.status === 'CLOSED' && now
    })
    expect(closed).toMatchObject({ exitReason: 'TAKE_PROFIT', amountRaw: '0' })
    expect(Number(closed.pnlUsd)).toBeGreaterThan(20)
    await booksMatchLedger(world, position.id)
  })

  it('stops the loss at -15 %', async () => {
    const { position } = await openBonk(world)
    await world.price('BONK', { changePct: -15 })
    const closed = await world.until('the loss is stopped', async () => {
      const now = await world.position(position.id)
      return now.status === 'STOPPED_OUT' && now
    })
    expect(closed).toMatchObject({ exitReason: 'STOP_LOSS', amountRaw: '0' })
    expect(Number(closed.pnlUsd)).toBeLessThan(-14)
    await booksMatchLedger(world, position.id)
  })

  it('F13: a gap of -60 % between two ticks still fills', async () => {
    const { position } = await openBonk(world)
    await world.price('BONK', { changePct: -60 })
    await world.until(
      'the stop fills',
      async () => (await world.position(position.id)).status === 'STOPPED_OUT',
    )
    await booksMatchLedger(world, position.id)
  })

  it('sells a share and keeps guarding the rest', async () => {
    const { position } = await openBonk(world)
    await world.placeSell(position.id, '25')
    const reduced = await world.until('a quarter is sold', async () => {
      const now = await world.position(position.id)
      return now.status === 'OPEN' && now.proceedsRaw !== '0' && now
    })
    expect(BigInt(reduced.amountRaw)).toBe(BigInt(position.amountRaw) - BigInt(position.amountRaw) / 4n)
    await world.price('BONK', { changePct: 25 })
    await world.until('the rest is sold', async () => (await world.position(position.id)).status === 'CLOSED')
    await booksMatchLedger(world, position.id)
  })

  it('holds a SOL position as wrapped SOL', async () => {
    const { orderId } = await world.placeBuy({ token: 'SOL', amountUsd: 50 })
    const order = await world.until('SOL is bought', async () => {
      const now = await world.order(orderId)
      return now.status === 'FILLED' && now
    })
    await booksMatchLedger(world, order.positionId!)
    await world.placeSell(order.positionId!)
    await world.until(
      'SOL is sold',
      async () => (await world.position(order.positionId!)).status === 'CLOSED',
    )
    await booksMatchLedger(world, order.positionId!)
  })
})
