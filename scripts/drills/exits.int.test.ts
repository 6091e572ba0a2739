import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getPortfolio } from '@/lib/services/portfolio/get-portfolio'
import { triggerExit } from '@/lib/services/exits/trigger-exit'
import { executeOrder } from '@/lib/services/execution/execute-order'
import type { NewLiveEvent } from '@/lib/queue/live-events'
import { keepingTold } from './keeping-told'
import { booksMatchLedger, holdingsMatchPositions, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('exits', () => {
  let world: TradingWorld
  const told: NewLiveEvent[] = []
  beforeAll(async () => {
    world = await openTradingWorld()
    await world.startTrading(keepingTold(told))
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  const ends = (positionId: string, status: string, limitMs?: number) =>
    world.until(
      `the position is ${status}`,
      async () => {
        const now = await world.position(positionId)
        return now.status === status && now
      },
      limitMs,
    )
  it('F10: five triggers in the same millisecond make one sell', async () => {
    const { position } = await openBonk(world)
    const before = (await world.ledger()).transactions.length
    const deps = {
      db: world.db,
      enqueue: world.enqueue,
      onEnqueueFailed: () => {},
      now: () => new Date(),
      newId: randomUUID,
    }
    const fire = (reason: 'TAKE_PROFIT' | 'STOP_LOSS') =>
      triggerExit(deps, {
        positionId: position.id,
        userId: world.user.userId,
        reason,
        because: 'fired',
        part: null,
      })
    const [first, second, third, ...clicks] = await Promise.all([
      fire('TAKE_PROFIT'),
      fire('STOP_LOSS'),
      fire('TAKE_PROFIT'),
      world.placeSell(position.id),
      world.placeSell(position.id, '50'),
    ])
    const ids = [first, second, third, ...clicks].filter((exit) => exit !== null).map((exit) => exit.orderId)
    expect(new Set(ids).size).toBe(1)
    const closed = await world.until('closed', async () => {
      const now = await world.position(position.id)
      return now.closedAt !== null && now
    })
    expect(closed.amountRaw).toBe('0')
    expect((await world.ledger()).transactions).toHaveLength(before + 1)
    await booksMatchLedger(world, position.id)
  })

  it('F12: a sell that fails six times goes on until it is sold, with one alert', async () => {
    const { position } = await openBonk(world)
    told.length = 0
    await world.fault('jupiter', 'error', { value: 503, count: 6, path: '/swap' })
    await world.price('BONK', { changePct: -20 })
    await ends(position.id, 'STOPPED_OUT', 40_000)
    const alerts = told
      .filter(({ name }) => name === 'alert')
      .map(({ data }) => data as { positionId: string | null })
    expect(alerts.filter(({ positionId }) => positionId === position.id)).toMatchObject([
      { title: 'A sell has not gone through yet' },
    ])
    await booksMatchLedger(world, position.id)
  })

  it('tells the owner what the account is worth after a fill', async () => {
    told.length = 0
    const { position } = await openBonk(world)
    // One that tells of the position before this one may come late.
    const portfolio = await world.until('the portfolio is told', async () =>
      told
        .filter(({ name, userId }) => name === 'portfolio' && userId === world.user.userId)
        .map(({ data }) => (data as { portfolio: { openPositions: number } }).portfolio)
        .find(({ openPositions }) => openPositions === 1),
    )
    expect(portfolio).toMatchObject({ walletAddress: world.user.wallet })
    await world.placeSell(position.id)
    await ends(position.id, 'CLOSED')
  })

  it('F17: names native SOL as unpriced instead of counting it as nothing in silence', async () => {
    const { db, parts, user } = world
    const deps = { db, balances: parts.rpc.balances }
    const ctx = {
      actor: { kind: 'system', id: 'drill' } as const,
      userId: user.userId,
      now: () => new Date(),
      newId: randomUUID,
    }
    const priced = await world.until('SOL is priced', async () => {
      const seen = await getPortfolio({ ...deps, readMarket: parts.readMarket }, ctx)
      return seen.unpriced.includes('SOL') ? null : seen
    })
    const blind = await getPortfolio({ ...deps, readMarket: async () => new Map() }, ctx)
    expect(blind.unpriced).toContain('SOL')
    expect(Number(blind.equityUsd)).toBeLessThan(Number(priced.equityUsd))
  })

  it('a take-profit whose transaction is lost is sent again until it lands', async () => {
    const { position } = await openBonk(world)
    await world.fault('chain', 'drop_transactions', { count: 4 })
    await world.price('BONK', { changePct: 30 })
    await ends(position.id, 'CLOSED')
    await booksMatchLedger(world, position.id)
  })

  it('F09: two workers that both run one sell send one transaction', async () => {
    const { position } = await openBonk(world)
    const { orderId } = await world.placeSell(position.id)
    const execution = { ...world.parts.createExecution(world.vaultKey), onPositionChanged: () => {} }
    const signal = new AbortController().signal
    await Promise.all(Array.from({ length: 3 }, () => executeOrder(execution, orderId, signal)))
    const order = await world.order(orderId)
    expect(order.status).toBe('FILLED')
    expect(order.attempts.filter((attempt) => attempt.status === 'CONFIRMED')).toHaveLength(1)
    await booksMatchLedger(world, position.id)
    await holdingsMatchPositions(world)
  })

  it('F09: a second worker takes nothing that the first is working on', async () => {
    const second = await world.startTrading()
    const { position } = await openBonk(world)
    await world.price('BONK', { changePct: 25 })
    await ends(position.id, 'CLOSED')
    await booksMatchLedger(world, position.id)
    await second.stop()
  })
})
