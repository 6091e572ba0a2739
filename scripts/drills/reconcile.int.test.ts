import { randomUUID } from 'node:crypto'
import { Keypair } from '@solana/web3.js'
import { and, eq, isNotNull } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderAttempts, orderSlicings, trades } from '@/drizzle/schema'
import { adoptHolding } from '@/lib/services/reconcile/adopt-holding'
import type { NewLiveEvent } from '@/lib/queue/live-events'
import { keepingTold } from './keeping-told'
import { holdingsMatchPositions, openBonk } from './positions-in-drills'
import { runUntilItDies } from './run-until-it-dies'
import { openTradingWorld, type TradingWorld } from './trading-world'

const outside = Keypair.generate().publicKey.toBase58()

describe('the chain against the books', () => {
  let world: TradingWorld
  const told: NewLiveEvent[] = []
  const start = () => world.startTrading(keepingTold(told))
  beforeAll(async () => {
    world = await openTradingWorld()
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    told.length = 0
    await world.control('DELETE', '/faults')
  })
  // A test that fails must not leave its worker to the next, for which it would vouch.
  afterEach(() => world.stopTrading())

  const moveOut = (mint: string, amountRaw: bigint) =>
    world.control('POST', '/transfer', {
      from: world.user.wallet,
      to: outside,
      mint,
      amountRaw: String(amountRaw),
    })
  const signedAt = async (orderId: string) => {
    const [row] = await world.db
      .select({ at: orderAttempts.signedAt })
      .from(orderAttempts)
      .where(and(eq(orderAttempts.orderId, orderId), isNotNull(orderAttempts.sentAt)))
      .orderBy(orderAttempts.seq)
    return row!.at.getTime()
  }

  it('F18: after kill -9 and a fall in price the stop sells before any entry is worked on', async () => {
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    await runUntilItDies(world, 'after booking')
    const bought = await world.order(orderId)
    expect(bought.status).toBe('FILLED')
    const waiting = await world.placeBuy({ token: 'WIF', amountUsd: 50 })
    await world.price('BONK', { changePct: -30 })
    const worker = await start()
    const closed = await world.until('the stop sold', async () => {
      const now = await world.position(bought.positionId!)
      return now.status === 'STOPPED_OUT' && now
    })
    const entry = await world.finished(waiting.orderId)
    expect(entry.status, JSON.stringify(entry.timeline)).toBe('FILLED')
    const [sell] = await world.db
      .select({ id: trades.orderId })
      .from(trades)
      .where(and(eq(trades.positionId, closed.id), eq(trades.side, 'SELL')))
    expect(await signedAt(sell!.id)).toBeLessThan(await signedAt(entry.id))
    await world.placeSell(entry.positionId!)
    await world.until('all is sold', async () =>
      (await world.positions()).every((position) => position.closedAt !== null),
    )
    await worker.stop()
    await world.price('BONK', { changePct: 42 })
  })

  it('F20: half moved away: the position halves, with a derived price, and sells without a failing sell', async () => {
    const worker = await start()
    const { position } = await openBonk(world)
    const half = BigInt(position.amountRaw) / 2n
    await moveOut(position.token.mint, half)
    const reduced = await world.until(
      'the position is halved',
      async () => {
        const now = await world.position(position.id)
        return BigInt(now.amountRaw) === BigInt(position.amountRaw) - half && now
      },
      60_000,
    )
    expect(reduced.status).toBe('OPEN')
    expect(Number(reduced.proceedsRaw)).toBeGreaterThan(45_000_000)
    expect(Number(reduced.proceedsRaw)).toBeLessThan(55_000_000)
    expect(Math.abs(Number(reduced.pnlUsd))).toBeLessThan(5)
    const alerts = told
      .filter(({ name }) => name === 'alert')
      .map(({ data }) => data as { positionId: string | null })
    expect(alerts.filter(({ positionId }) => positionId === position.id)).toMatchObject([
      { title: 'Tokens moved outside JARVIS' },
    ])
    await holdingsMatchPositions(world)

    const sell = await world.finished((await world.placeSell(position.id)).orderId)
    expect(sell.status).toBe('FILLED')
    expect(sell.attempts.map((attempt) => attempt.status)).toEqual(['CONFIRMED'])
    expect(await world.position(position.id)).toMatchObject({ status: 'CLOSED', amountRaw: '0' })
    await holdingsMatchPositions(world)
    await worker.stop()
  })

  it('F20: a part moved away in the middle of slices: not a slice more is bought, paused or not', async () => {
    const worker = await start()
    const { orderId } = await world.placeBuy({
      ...{ token: 'BONK', amountUsd: 50, algorithm: 'TWAP', durationSeconds: 400 },
    })
    const { positionId } = await world.until('a slice is bought', async () => {
      const now = await world.order(orderId)
      return now.positionId ? now : null
    })
    await worker.stop()
    const due = { status: 'PAUSED' as const, nextAt: new Date() }
    await world.db.update(orderSlicings).set(due).where(eq(orderSlicings.orderId, orderId))
    const { token, amountRaw } = await world.position(positionId!)
    await moveOut(token.mint, BigInt(amountRaw) / 2n)
    const restarted = await start()
    const order = await world.finished(orderId, 60_000)
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', slicing: { spentUsd: '10' } })
    expect(order.slicing!.stopReason).toBe('A part of its position has been sold; nothing more is bought.')
    expect((await world.position(positionId!)).status).toBe('OPEN')
    await holdingsMatchPositions(world)
    await world.finished((await world.placeSell(positionId!)).orderId)
    await restarted.stop()
  })

  it('F20: all moved away while JARVIS is down: EXTERNALLY_CLOSED before any entry is accepted', async () => {
    const worker = await start()
    const first = await openBonk(world)
    const second = await openBonk(world)
    await worker.stop()
    const { mint } = second.position.token
    await moveOut(mint, BigInt(second.position.amountRaw))
    await world.until('the move is final', async () => {
      const { answers } = await world.parts.rpc.surveyBalances(world.user.wallet)
      return answers.every(({ balances }) => balances.tokens.get(mint) === BigInt(first.position.amountRaw))
    })
    let mayLook = () => {}
    const looks = new Promise<void>((resolve) => (mayLook = resolve))
    const restarted = await world.startTrading(
      (deps) => ({
        ...deps,
        chain: {
          ...deps.chain,
          balances: async (...wallet) => {
            await looks
            return deps.chain.balances(...wallet)
          },
        },
      }),
      { untilOpen: false },
    )
    await expect(world.placeBuy({ token: 'WIF', amountUsd: 20 })).rejects.toMatchObject({
      code: 'trading.halted',
      extra: { status: 503 },
    })
    mayLook()
    const gone = await world.until('the newest is closed', async () => {
      const now = await world.position(second.position.id)
      return now.closedAt !== null && now
    })
    expect(gone).toMatchObject({ status: 'EXTERNALLY_CLOSED', exitReason: 'EXTERNAL', amountRaw: '0' })
    expect(await world.position(first.position.id)).toMatchObject({
      status: 'OPEN',
      amountRaw: first.position.amountRaw,
    })
    await world.until('entries are open again', () =>
      world.placeBuy({ token: 'WIF', amountUsd: 20 }).then(({ orderId }) => world.finished(orderId)),
    )
    await restarted.stop()
  })

  it('F20: a stop that fires on tokens that are gone sells what is left, and only that', async () => {
    const worker = await start()
    const { position } = await openBonk(world)
    await world.fault('jupiter', 'down', { path: '/swap' })
    await world.price('BONK', { changePct: -30 })
    await world.until('it is closing', async () => (await world.position(position.id)).status === 'CLOSING')
    await moveOut(position.token.mint, (BigInt(position.amountRaw) * 3n) / 4n)
    await world.until(
      'the position is cut',
      async () => BigInt((await world.position(position.id)).amountRaw) < BigInt(position.amountRaw) / 2n,
      60_000,
    )
    await world.control('DELETE', '/faults')
    await world.until(
      'it is sold',
      async () => (await world.position(position.id)).status === 'STOPPED_OUT',
      60_000,
    )
    expect((await world.ledger()).transactions.filter((entry) => entry.err !== null)).toEqual([])
    await worker.stop()
    await world.price('BONK', { changePct: 42 })
  })

  it('F20: tokens that came from outside are free; adopted they are guarded and sold like any others', async () => {
    const worker = await start()
    const first = await openBonk(world)
    const deps = {
      db: world.db,
      chain: world.parts.rpc,
      readMarket: world.parts.readMarket,
      resolveToken: async () => ({ mint: first.position.token.mint, symbol: 'BONK' }),
      live: world.parts.live,
    }
    const ctx = {
      actor: { kind: 'user', id: String(world.user.userId) } as const,
      userId: world.user.userId,
      now: () => new Date(),
      newId: randomUUID,
    }
    const adopt = () => adoptHolding(deps, ctx, { token: 'BONK', stopLossPct: '15' })
    const stranger = await world.newTrader()
    const bought = await world.finished((await stranger.placeBuy({ token: 'BONK', amountUsd: 50 })).orderId)
    const given = BigInt((await stranger.position(bought.positionId!)).amountRaw)
    await world.control('POST', '/transfer', {
      from: stranger.user.wallet,
      to: world.user.wallet,
      mint: first.position.token.mint,
      amountRaw: String(given),
    })
    const adopted = await world.until('it is adopted', adopt)
    expect(BigInt(adopted.amountRaw)).toBe(given)
    expect(adopted).toMatchObject({ status: 'OPEN', stopLossPct: '15' })
    await expect(adopt()).rejects.toMatchObject({ code: 'validation' })
    await holdingsMatchPositions(world)
    await world.price('BONK', { changePct: 30 })
    for (const id of [first.position.id, adopted.id])
      await world.until('its target sold', async () => (await world.position(id)).status === 'CLOSED')
    await holdingsMatchPositions(world)
    await world.until(
      'the giver has no position any more',
      async () => (await stranger.position(bought.positionId!)).status === 'EXTERNALLY_CLOSED',
      60_000,
    )
    await worker.stop()
    await world.price('BONK', { changePct: -23 })
  })

  it('entries stay refused while the chain cannot be read; exits go on', async () => {
    const worker = await start()
    const { position } = await openBonk(world)
    await worker.stop()
    const blind = await world.startTrading(
      (deps) => ({
        ...deps,
        chain: { ...deps.chain, balances: () => Promise.reject(new Error('the chain does not answer')) },
      }),
      { untilOpen: false },
    )
    const refused = () =>
      expect(world.placeBuy({ token: 'WIF', amountUsd: 20 })).rejects.toMatchObject({
        code: 'trading.halted',
      })
    await refused()
    await world.price('BONK', { changePct: -30 })
    await world.until(
      'the stop sold',
      async () => (await world.position(position.id)).status === 'STOPPED_OUT',
    )
    await blind.stop()
  })
})
