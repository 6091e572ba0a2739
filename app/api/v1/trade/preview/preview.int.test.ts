import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from '@/app/api/signed-in.fixture'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import type { PreviewView } from '@/lib/contracts/preview'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { priceKey } from '@/lib/services/prices/price-keys'
import { POST as placeBuy } from '../buy/route'
import { GET, POST } from './route'

let world: Awaited<ReturnType<typeof startWebWorld>>
let ask: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  world = await startWebWorld()
  ask = await signedIn('demo')
})
afterAll(() => world?.close())

const previewed = async (body: object): Promise<PreviewView> => {
  const answer = await ask<{ preview: PreviewView }>(POST, 'POST', '/trade/preview', { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.preview
}
const faults = async (body: object) => {
  const answer = await ask<{ code: string; detail: string; errors?: { field: string }[] }>(
    POST,
    'POST',
    '/trade/preview',
    { body },
  )
  return { status: answer.status, ...answer.body }
}
const orderCount = async (): Promise<string> =>
  (await world.web.db.execute<{ n: string }>(sql`select count(*) as n from orders`))[0]!.n

describe('a preview', () => {
  it('tells a buy with its plan, its worst fill, what the stop costs and which limits it uses', async () => {
    const { mint } = world.sandbox.sandbox.market.resolve('BONK')
    const price = { price: '0.00002', timestamp: Date.now() / 1_000, slot: 1, source: 'test' }
    await world.web.redis.set(priceKey(mint), JSON.stringify(price), 'EX', 60)
    const preview = await previewed({
      token: 'BONK',
      amountUsd: 100,
      takeProfitPct: 60,
      trailingStopPct: 5,
      trailingActivationPct: 15,
      breakEvenAtPct: 8,
      ladder: [{ atPct: 20, sellPct: 50 }],
      timeStopMinutes: 90,
    })
    expect(preview).toMatchObject({
      side: 'BUY',
      mode: 'sandbox',
      aboutUsd: '100',
      slippageBps: 100,
      denial: null,
    })
    expect(preview.exits.map((line) => line.replace(/ \(\$[^)]*\)/g, ''))).toEqual([
      'Sells 50 % at +20 %, and the last 50 % at +60 %.',
      'Sells what is left at −10 %.',
      'From +15 % on a stop follows 5 % below the highest price; it only rises.',
      'At +8 % the stop moves up to what it cost.',
      'Sells what is left after 1 h 30 min, whatever the price.',
    ])
    expect(preview.expected).toEqual({ tokens: '5000000', usd: '100', priceUsd: '0.00002' })
    expect(preview.worst).toMatchObject({ tokens: '4950000', usd: '100' })
    expect(preview.limits).toEqual([
      { limit: 'position_size', used: '100', of: '500', onTheirWay: '0' },
      expect.objectContaining({ limit: 'daily_loss', of: '1000' }),
      { limit: 'open_positions', used: '1', of: '50', onTheirWay: '0' },
      { limit: 'balance', used: '100', of: '10000', onTheirWay: '0' },
    ])
    expect(preview.suggestion).toMatchObject({ amountUsd: '500', stopLossPct: '10', riskPct: '2' })
    expect(preview.safety).toContainEqual({ id: 'sell-test', level: 'pass', label: 'A sale goes through' })
  })

  it('stores nothing, denied or not', async () => {
    const before = await orderCount()
    const denied = await previewed({ token: 'BONK', amountUsd: 620 })
    expect(denied.denial).toMatchObject({ code: 'risk.position_size', extra: { passesUsd: '500' } })
    expect((await previewed({ token: 'TAXED', amountUsd: 10 })).denial).toMatchObject({
      code: 'token.unsafe',
      extra: { acknowledge: expect.arrayContaining(['transfer-tax']) as unknown },
    })
    expect(await orderCount()).toBe(before)
  })

  it('counts entries on their way as the denial does', async () => {
    const limitEntry = { token: 'BONK', amountUsd: 60, limitPriceUsd: '0.0000001' }
    const headers = { 'idempotency-key': crypto.randomUUID(), prefer: 'respond-async' }
    const placed = await ask(placeBuy, 'POST', '/trade/buy', { body: limitEntry, headers })
    expect(placed.status, JSON.stringify(placed.body)).toBe(202)
    const preview = await previewed({ token: 'WIF', amountUsd: 40 })
    expect(preview.denial).toBeNull()
    expect(preview.limits.slice(2)).toEqual([
      { limit: 'open_positions', used: '2', of: '50', onTheirWay: '1' },
      { limit: 'balance', used: '40', of: '9940', onTheirWay: '60' },
    ])
    await storeRiskLimits(world.web.db, null, { maxOpenPositions: 1, updatedAt: new Date() })
    const denied = await previewed({ token: 'WIF', amountUsd: 40 })
    expect(denied.limits[2]).toMatchObject({ used: '2', of: '1' })
    expect(denied.denial).toMatchObject({ code: 'risk.open_positions', extra: { limit: '1', open: '1' } })
    await storeRiskLimits(world.web.db, null, { maxOpenPositions: 50, updatedAt: new Date() })
  })

  it('tells a limit entry and a plan of recurring ones', async () => {
    const limit = await previewed({ token: 'BONK', amountUsd: 50, limitPriceUsd: '0.000001' })
    expect(limit.summary).toContain('once a token costs at most $0.000001')
    expect(limit.expected).toEqual({ tokens: '50000000', usd: '50', priceUsd: '0.000001' })
    const plan = await previewed({ token: 'BONK', amountUsd: 300, everyMinutes: 60, count: 50 })
    expect(plan.summary).toContain('every hour, 50 times: $15,000.00 in all')
    expect(plan.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['cash_for_all', 'limit_for_all']),
    )
  })

  it.each([
    ['an amount below zero', { token: 'BONK', amountUsd: -5 }, 'amountUsd'],
    ['no token', { amountUsd: 5 }, 'token'],
    ['half a repetition', { token: 'BONK', amountUsd: 5, everyMinutes: 60 }, 'everyMinutes'],
    ['no position', { positionId: 'x', percent: 50 }, 'positionId'],
    ['a share above all', { positionId: crypto.randomUUID(), percent: 101 }, 'percent'],
    ['an unknown member', { token: 'BONK', amountUsd: 5, leverage: 2 }, 'leverage'],
    [
      'a ladder step of nothing',
      { token: 'BONK', amountUsd: 5, ladder: [{ atPct: 5, sellPct: 0 }] },
      'ladder.0.sellPct',
    ],
  ])('names the field of %s', async (_, body, field) => {
    const answer = await faults(body)
    expect(answer).toMatchObject({ status: 400, code: 'validation' })
    expect(answer.errors!.map((error) => error.field)).toEqual([field])
    expect(answer.detail).toContain(field)
  })

  it('refuses a plan that makes no sense, and one without a stop', async () => {
    expect(
      await faults({ token: 'BONK', amountUsd: 5, takeProfitPct: 10, breakEvenAtPct: 12 }),
    ).toMatchObject({
      status: 400,
      detail: 'breakEvenAtPct: must be below the take-profit, or it would never be armed.',
    })
    expect(await faults({ token: 'BONK', amountUsd: 5, stopLossPct: null })).toMatchObject({
      status: 422,
      code: 'risk.exit_plan_required',
    })
  })

  it('shows nobody a position of somebody else, needs an account and a POST', async () => {
    expect((await faults({ positionId: crypto.randomUUID() })).status).toBe(404)
    const stranger = await call(POST, 'POST', '/trade/preview', { body: { token: 'BONK', amountUsd: 5 } })
    expect(stranger.status).toBe(401)
    expect((await ask(GET, 'GET', '/trade/preview')).status).toBe(405)
  })
})
