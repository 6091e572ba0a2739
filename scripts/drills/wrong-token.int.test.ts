import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import { preparingWith } from './preparing-with'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('F22: the wrong token', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
  })
  afterAll(() => world.close())

  const mintOf = async (symbol: string) =>
    (await world.control<{ mint: string; symbol: string }[]>('GET', '/market')).find(
      (row) => row.symbol === symbol,
    )!.mint

  it('F22: a symbol that two tokens share is refused with both, and nothing is stored', async () => {
    await expect(world.placeBuy({ token: 'TWIN', amountUsd: 20 })).rejects.toMatchObject({
      code: 'token.ambiguous',
      extra: { candidates: [{ symbol: 'TWIN' }, { symbol: 'TWIN' }] },
    })
    expect(await world.positions()).toEqual([])
  })

  it.each([
    ['admits', (prepared: PreparedSwap) => prepared],
    ['hides', (prepared: PreparedSwap, asked: string) => ({ ...prepared, outputMint: asked })],
  ] as const)('F22: an answer meant for another token, which %s it, is never signed', async (_, answer) => {
    const other = await mintOf('WIF')
    const before = (await world.ledger()).transactions.length
    const worker = await world.startTrading((deps) => {
      const router = preparingWith(deps.router, async (order, usual) =>
        answer(await usual({ ...order, outputMint: other }), order.outputMint),
      )
      const signer: typeof deps.signer = {
        sign: () => Promise.reject(new Error('asked to sign the wrong token')),
      }
      return { ...deps, signer, router }
    })
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    const order = await world.finished(orderId, 30_000)
    expect(order, JSON.stringify(order)).toMatchObject({ status: 'REJECTED', attempts: [], positionId: null })
    expect(order.timeline.map(({ detail }) => detail).join()).toContain('was not signed')
    expect((await world.ledger()).transactions).toHaveLength(before)
    await worker.stop()
  })
})
