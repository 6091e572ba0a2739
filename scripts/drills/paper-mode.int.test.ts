import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPaperSigner } from '@/lib/services/paper/paper-signer'
import { openBonk } from './positions-in-drills'
import { openRecordingFront } from './recording-front'
import { openTradingWorld, type TradingWorld, USDC } from './trading-world'

/** What would build, sign or send a transaction at a vendor's. */
const TRANSACTION_CALLS = ['sendTransaction', 'simulateTransaction', '/execute', 'taker=', '/swap/v1/swap']

describe.each(['v2', 'v1'] as const)('paper mode through Jupiter swap/%s', (jupiterApi) => {
  let world: TradingWorld
  let front: Awaited<ReturnType<typeof openRecordingFront>>
  /** Called once, when a ticket has been stored: before the latency after which it is filled. */
  let onceStored: (() => Promise<unknown>) | null = null
  beforeAll(async () => {
    front = await openRecordingFront()
    world = await openTradingWorld({ mode: 'paper', jupiterApi, front: front.inFrontOf })
    await world.startTrading((deps) => ({
      ...deps,
      sender: {
        send: async (ticket) => {
          const due = onceStored
          onceStored = null
          await due?.()
          return deps.sender.send(ticket)
        },
      },
    }))
  })
  afterAll(async () => {
    await world.close()
    await front.close()
  })
  beforeEach(async () => {
    await world.control('DELETE', '/faults')
    // What was down rests for a while longer than a test waits.
    await world.parts.redis.del('circuit:jupiter')
  })

  const balances = () => world.parts.rpc.balances(world.user.wallet)
  const ended = (positionId: string) =>
    world.until('the position is closed', async () => {
      const now = await world.position(positionId)
      return now.closedAt !== null && now
    })

  it('starts a wallet with the configured balance, which is not the one on the chain', async () => {
    const { lamports, tokens } = await balances()
    expect(lamports).toBe(10_000_000_000n)
    expect(tokens).toEqual(new Map([[USDC, 10_000_000_000n]]))
    expect((await world.ledger()).tokens).toEqual([])
  })

  it('buys at the price after the latency, guards the position and stops the loss', async () => {
    const before = await balances()
    const { order, position } = await openBonk(world)
    expect(order.attempts[0]!.signature).toMatch(/^paper:/)
    expect(position).toMatchObject({ status: 'OPEN', costRaw: '100000000' })
    const held = await balances()
    expect(held.tokens.get(position.token.mint)).toBe(BigInt(position.amountRaw))
    expect(before.lamports - held.lamports).toBe(BigInt(position.feesLamports))
    await world.price('BONK', { changePct: -15 })
    const closed = await ended(position.id)
    expect(closed).toMatchObject({ status: 'STOPPED_OUT', exitReason: 'STOP_LOSS', amountRaw: '0' })
    const after = await balances()
    expect(after.tokens.get(USDC)! - before.tokens.get(USDC)!).toBe(
      BigInt(closed.proceedsRaw) - BigInt(closed.costRaw),
    )
    expect(after.tokens.get(position.token.mint)).toBe(0n)
  })

  it('buys a token that is not established, though no node could try its sale', async () => {
    const { orderId } = await world.placeBuy({
      token: 'CRUMB',
      amountUsd: 20,
      acknowledge: ['verified', 'age', 'liquidity', 'top-holders', 'mint-authority', 'sell-test'],
    })
    expect(await world.finished(orderId)).toMatchObject({ status: 'FILLED' })
  })

  it('a price that leaves the tolerance within the latency fails the fill, and only its fee is paid', async () => {
    const before = await balances()
    onceStored = () => world.price('BONK', { changePct: 8 })
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100, slippageBps: 50 })
    const order = await world.finished(orderId)
    expect(order.attempts[0]).toMatchObject({ status: 'FAILED' })
    const fees = before.lamports - (await balances()).lamports
    expect(fees).toBeGreaterThanOrEqual(105_000n)
  })

  it('a ticket that no quote could fill before its last block is dead for good', async () => {
    const before = await balances()
    onceStored = () => world.fault('jupiter', 'down')
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    const order = await world.finished(orderId, 40_000)
    expect(order).toMatchObject({ status: 'EXPIRED', positionId: null })
    expect(await balances()).toMatchObject({ lamports: before.lamports, tokens: before.tokens })
  })

  it('two workers that die and start again fill each order once', async () => {
    const first = await world.startTrading()
    const placed = await Promise.all(
      Array.from({ length: 4 }, () => world.placeBuy({ token: 'WIF', amountUsd: 25 })),
    )
    await first.stop()
    await world.startTrading()
    const orders = await Promise.all(placed.map(({ orderId }) => world.finished(orderId, 40_000)))
    expect(orders.map(({ status }) => status)).toEqual(['FILLED', 'FILLED', 'FILLED', 'FILLED'])
    const booked = (await world.positions())
      .filter(({ token }) => token.mint === orders[0]!.token.mint)
      .reduce((sum, { amountRaw }) => sum + BigInt(amountRaw), 0n)
    expect((await balances()).tokens.get(orders[0]!.token.mint)).toBe(booked)
  })

  it('has built, signed and sent nothing, and refuses to', async () => {
    expect((await world.ledger()).transactions).toEqual([])
    for (const call of TRANSACTION_CALLS) expect(front.count(call), call).toBe(0)
    expect(front.count('getSlot')).toBeGreaterThan(0)
    await expect(world.parts.rpc.send(new Uint8Array([1]))).rejects.toMatchObject({ code: 'forbidden' })
    const wallet = { id: 'w', address: world.user.wallet }
    await expect(createPaperSigner().sign(wallet, new Uint8Array([1]))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
