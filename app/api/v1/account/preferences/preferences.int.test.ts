import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, orders } from '@/drizzle/schema'
import { GET, PUT } from '@/app/api/v1/account/preferences/route'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'

let world: Awaited<ReturnType<typeof startWebWorld>>
let headers: Record<string, string>
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  headers = { authorization: `Bearer ${((await answer.json()) as { token: string }).token}` }
})
afterAll(() => world?.close())

const read = async () => (await call(GET, 'GET', '/account/preferences', { headers })).json()
const write = (body: unknown) => call(PUT, 'PUT', '/account/preferences', { headers, body })
const buyWith = async (key: string, body: object) => {
  const response = await call(buy, 'POST', '/trade/buy', {
    headers: { ...headers, 'idempotency-key': key, prefer: 'respond-async' },
    body: { token: 'BONK', amountUsd: 10, ...body },
  })
  const { order } = (await response.json()) as { order: { id: string } }
  const [row] = await world.web.db.select().from(orders).where(eq(orders.id, order.id))
  const { takeProfitPct, stopLossPct, slippageBps } = row!
  return { takeProfitPct, stopLossPct, slippageBps }
}

const mine = { takeProfitPct: '35.5', stopLossPct: 7, slippageBps: 150, buyAmountsUsd: [200, '20', 50] }

describe('trading presets', () => {
  it("are the house's until the trader has their own", async () => {
    expect(await read()).toEqual({
      preferences: {
        takeProfitPct: '20',
        stopLossPct: '10',
        slippageBps: null,
        buyAmountsUsd: ['25', '50', '100', '250', '500'],
        venuePolicy: 'best-net',
      },
    })
    expect(await buyWith('before', {})).toEqual({ takeProfitPct: '20', stopLossPct: '10', slippageBps: null })
  })

  it('apply to a buy that names nothing else, and are in the audit log', async () => {
    const venuePolicy = 'bags-first'
    const stored = { ...mine, stopLossPct: '7', buyAmountsUsd: ['20', '50', '200'], venuePolicy }
    const answer = await write({ ...mine, venuePolicy })
    expect([answer.status, await answer.json()]).toEqual([200, { preferences: stored }])
    expect(await read()).toEqual({ preferences: stored })
    expect(await buyWith('after', {})).toEqual({ takeProfitPct: '35.5', stopLossPct: '7', slippageBps: 150 })
    expect(await buyWith('own', { stopLossPct: 5, slippageBps: 30 })).toEqual({
      takeProfitPct: '35.5',
      stopLossPct: '5',
      slippageBps: 30,
    })
    const rows = await world.web.db.select().from(auditLog).where(eq(auditLog.action, 'preferences.changed'))
    expect(rows.map((row) => row.details)).toEqual([stored])
  })

  it.each([
    ['no stop-loss', { stopLossPct: null }],
    ['a stop-loss of 100 %', { stopLossPct: 100 }],
    ['a take-profit of 0 %', { takeProfitPct: 0 }],
    ['slippage of half a hundredth', { slippageBps: 0.5 }],
    ['slippage beyond half', { slippageBps: 5001 }],
    ['no amounts', { buyAmountsUsd: [] }],
    ['six amounts', { buyAmountsUsd: [1, 2, 3, 4, 5, 6] }],
    ['the same amount twice', { buyAmountsUsd: [5, '5.0'] }],
    ['an amount of nothing', { buyAmountsUsd: [0] }],
    ['an unknown preset', { leverage: 3 }],
    ['a venue nobody knows', { venuePolicy: 'cheapest' }],
  ])('refuse %s and stay as they are', async (_, change) => {
    const before = await read()
    const answer = await write({ ...mine, ...change })
    expect(answer.status).toBe(400)
    expect(await read()).toEqual(before)
  })
})
