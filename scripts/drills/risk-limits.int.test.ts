import { Keypair } from '@solana/web3.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { moveOrder } from '@/lib/db/order-repository'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { dayResult } from '@/lib/services/risk/day-result'
import { openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

const DAY_MS = 86_400_000

describe('limits of a user, against the running system', () => {
  let world: TradingWorld
  let worker: { stop: () => Promise<void> }
  const house = (limits: { maxOpenPositions?: number; maxCorrelated?: number; maxDailyLossUsd?: string }) =>
    storeRiskLimits(world.db, null, {
      maxCorrelated: 1_000,
      maxOpenPositions: 50,
      maxDailyLossUsd: '1000',
      ...limits,
      updatedAt: new Date(),
    })
  beforeAll(async () => {
    world = await openTradingWorld({ ownSandbox: true })
  })
  afterAll(() => world.close())
  beforeEach(() => house({}))

  const mintOf = (symbol: string) => world.sandbox.market.resolve(symbol).mint
  const placed = async (count: number, token: (index: number) => string) => {
    await world.placeBuy({ token: token(0), amountUsd: 1_000_000 })
    const orders = await Promise.all(
      Array.from({ length: count }, (_, index) => world.placeBuy({ token: token(index), amountUsd: 10 })),
    )
    return Promise.all(orders.map(({ orderId }) => world.order(orderId)))
  }
  const cancelAll = async (ids: string[]) => {
    for (const id of ids) await moveOrder(world.db, id, ['RECEIVED'], 'CANCELLED', new Date())
  }

  it('fifty buys at once against a limit of ten positions: exactly ten', async () => {
    await house({ maxOpenPositions: 10 })
    const orders = await placed(50, () => mintOf('BONK'))
    const accepted = orders.filter((order) => order.status !== 'DENIED')
    expect(accepted).toHaveLength(10)
    const denials = orders.flatMap((order) => order.denial ?? [])
    expect(denials.map((denial) => denial.code)).toEqual(denials.map(() => 'risk.open_positions'))
    expect(denials[0]!.detail).toBe('This would be position 11 of 10. Close one first.')
    await cancelAll(accepted.map((order) => order.id))
  })

  it('the sixth position of one token is denied, also while the others are on their way', async () => {
    await house({ maxCorrelated: 5 })
    const orders = await placed(12, () => mintOf('WIF'))
    const accepted = orders.filter((order) => order.status !== 'DENIED')
    expect(accepted).toHaveLength(5)
    const denial = orders.find((order) => order.denial)!.denial!
    expect(denial).toMatchObject({ code: 'risk.correlation', extra: { correlated: 'WIF' } })
    expect(denial.detail).toContain('position 6 of 5')
    await cancelAll(accepted.map((order) => order.id))
  })

  it('enters nothing once realised plus unrealised loss has reached the limit, until 00:00 UTC', async () => {
    worker ??= await world.startTrading()
    const market = () => world.parts.readMarket([WSOL_MINT, position.token.mint])
    const { position } = await openBonk(world, { stopLossPct: 60 })
    const before = await dayResult(world.db, {
      userId: world.user.userId,
      now: new Date(),
      market: await market(),
    })
    const limit = before.totalUsd.neg().plus(15)
    await house({ maxDailyLossUsd: limit.toFixed(2) })
    const [passes] = await placed(1, () => 'BONK')
    expect(passes!.status, JSON.stringify(passes!.denial)).not.toBe('DENIED')
    const other = await world.finished(passes!.id)

    await world.price('BONK', { changePct: -25 })
    await world.until('the drop is seen', async () => {
      const now = await world.position(position.id)
      return Number(now.pnlPct) < -20
    })
    const [denied] = await placed(1, () => 'WIF')
    expect(denied!.denial).toMatchObject({
      code: 'risk.daily_loss',
      extra: { limitUsd: decimal(limit.toFixed(2)).toFixed() },
    })
    expect(denied!.denial!.detail).toMatch(/It resets at 00:00 UTC, in .+\.$/)

    // Selling makes the loss real; it does not make room.
    await world.placeSell(position.id)
    for (const id of [position.id, other.positionId!])
      await world.until('sold', async () => (await world.position(id)).closedAt)
    expect((await placed(1, () => 'WIF'))[0]!.denial?.code).toBe('risk.daily_loss')

    const tomorrow = new Date(Date.now() + DAY_MS)
    const next = await dayResult(world.db, {
      userId: world.user.userId,
      now: tomorrow,
      market: await market(),
    })
    expect(next.totalUsd.toFixed()).toBe('0')
    expect(next.resetsAt.toISOString()).toMatch(/T00:00:00.000Z$/)
  })

  it('F21: with 0.003 SOL and a position, entering is refused and getting out works', async () => {
    worker ??= await world.startTrading()
    await world.price('BONK', { changePct: 30 })
    const { position } = await openBonk(world)
    const { lamports } = await world.parts.rpc.balances(world.user.wallet)
    await world.control('POST', '/transfer', {
      from: world.user.wallet,
      to: Keypair.generate().publicKey.toBase58(),
      mint: 'SOL',
      amountRaw: String(lamports - 3_000_000n),
    })
    await world.until(
      'every node shows it',
      async () => (await world.parts.rpc.balances(world.user.wallet)).lamports === 3_000_000n,
    )
    const [denied] = await placed(1, () => 'WIF')
    expect(denied!.denial).toMatchObject({ code: 'risk.insufficient_balance', extra: { sol: '0.003' } })
    expect(denied!.denial!.detail).toContain('Selling still works')
    const { orderId } = await world.placeSell(position.id)
    expect((await world.finished(orderId)).status).toBe('FILLED')
  })
})
