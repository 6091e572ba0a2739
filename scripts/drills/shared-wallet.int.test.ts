import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { executeOrder } from '@/lib/services/execution/execute-order'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { preparingWith } from './preparing-with'
import { openTradingWorld, type TradingWorld } from './trading-world'

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}

describe('orders that share a wallet, workers that share an order', () => {
  let world: TradingWorld
  beforeAll(async () => {
    // Twelve trades at once on a busy machine need more than the 7.5 s that a blockhash lives with slots of 50 ms.
    world = await openTradingWorld({ slotMs: 100 })
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  it('a worker that gives an entry up cannot end it under another worker that has sent it', async () => {
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    const execution = { ...world.parts.createExecution(world.vaultKey), onPositionChanged: () => {} }
    const signal = new AbortController().signal
    const [stored, sendNow, bothPrepare] = [gate(), gate(), gate()]
    const sends = executeOrder(
      {
        ...execution,
        router: preparingWith(execution.router, async (_, usual) => {
          await bothPrepare.opened
          return usual()
        }),
        sender: {
          send: async (bytes) => {
            stored.open()
            await sendNow.opened
            return execution.sender.send(bytes)
          },
        },
      },
      orderId,
      signal,
    )
    const givesUp = executeOrder(
      {
        ...execution,
        router: preparingWith(execution.router, async () => {
          bothPrepare.open()
          await stored.opened
          throw new AppError('venue.unavailable', 'No.')
        }),
      },
      orderId,
      signal,
    )
    await world.until('one gave up', async () =>
      (await world.order(orderId)).attempts.some((attempt) => attempt.status === 'SENT'),
    )
    sendNow.open()
    await Promise.all([sends, givesUp])
    const order = await world.order(orderId)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    await booksMatchLedger(world, order.positionId!)
    await holdingsMatchPositions(world)
  })

  it('many buys and sells of one token at once: none is refused for what the others move', async () => {
    const worker = await world.startTrading()
    const placed = await Promise.all(
      Array.from({ length: 12 }, () => world.placeBuy({ token: 'BONK', amountUsd: 20 })),
    )
    const bought = await Promise.all(placed.map(({ orderId }) => world.finished(orderId, 40_000)))
    expect(bought.map((order) => order.status)).toEqual(bought.map(() => 'FILLED'))
    const sells = await Promise.all(bought.map((order) => world.placeSell(order.positionId!)))
    const sold = await Promise.all(sells.map(({ orderId }) => world.finished(orderId, 40_000)))
    expect(sold.map((order) => order.status)).toEqual(sold.map(() => 'FILLED'))
    for (const order of bought) await booksMatchLedger(world, order.positionId!)
    await holdingsMatchPositions(world)
    await worker.stop()
  })
})
