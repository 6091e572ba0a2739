import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from '@/app/api/signed-in.fixture'
import { startWebWorld } from '@/app/api/web-world.fixture'
import type { OrderView } from '@/lib/contracts/orders'
import type { PortfolioView } from '@/lib/contracts/positions'
import { GET as portfolio } from '../portfolio/route'
import { POST as buy } from '../trade/buy/route'
import { GET as notCancel, POST as cancel } from './[id]/cancel/route'
import { GET as read } from './[id]/route'

let world: Awaited<ReturnType<typeof startWebWorld>>
let demo: Awaited<ReturnType<typeof signedIn>>
let admin: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  world = await startWebWorld()
  demo = await signedIn('demo')
  admin = await signedIn('admin')
})
afterAll(() => world?.close())

type Placed = { order: OrderView; code?: string; detail?: string }
const place = (more: object = {}, key: string = crypto.randomUUID()) =>
  demo<Placed>(buy, 'POST', '/trade/buy', {
    body: { token: 'BONK', amountUsd: 25, limitPriceUsd: '0.000001', ...more },
    headers: { 'idempotency-key': key, prefer: 'respond-async' },
  })
const cancelled = (id: string, who = demo) =>
  who<Placed>(cancel, 'POST', `/orders/${id}/cancel`, { params: { id } })

const cash = async () => {
  const { cashUsd, freeCashUsd } = (await demo<PortfolioView>(portfolio, 'GET', '/portfolio')).body
  return { cashUsd, freeCashUsd }
}

describe('a limit entry', () => {
  it('waits with its terms, is one order for one key, and is cancelled once', async () => {
    const key = crypto.randomUUID()
    const placed = await place({}, key)
    expect(placed).toMatchObject({
      status: 202,
      body: {
        order: { type: 'LIMIT', status: 'WORKING', waiting: true, limitPriceUsd: '0.000001', attempts: [] },
      },
    })
    const { id, timeline } = placed.body.order
    expect(timeline.map(({ step }) => step)).toEqual(['received', 'checked', 'waiting'])
    expect((await place({}, key)).body.order.id).toBe(id)
    expect(await place({ limitPriceUsd: '0.000002' }, key)).toMatchObject({ status: 409 })
    expect(await cash()).toEqual({ cashUsd: '10000', freeCashUsd: '9975' })
    expect((await cancelled(id)).body.order).toMatchObject({ status: 'CANCELLED', waiting: false })
    expect(await cash()).toEqual({ cashUsd: '10000', freeCashUsd: '10000' })
    expect(await cancelled(id)).toMatchObject({ status: 400, body: { code: 'validation' } })
    expect((await place({}, key)).body.order).toMatchObject({ id, status: 'CANCELLED' })
  })

  it.each([
    ['a price of zero', { limitPriceUsd: 0 }, 'limitPriceUsd'],
    ['a price in words', { limitPriceUsd: 'cheap' }, 'limitPriceUsd'],
    ['a time that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['no time', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['more than 30 days', { expiresAt: new Date(Date.now() + 40 * 86_400_000).toISOString() }, 'expiresAt'],
    [
      'an end without a limit',
      { limitPriceUsd: undefined, expiresAt: new Date(Date.now() + 60_000).toISOString() },
      'expiresAt',
    ],
    ['a break-even above its target', { takeProfitPct: 5, breakEvenAtPct: 6 }, 'breakEvenAtPct'],
  ])('with %s is refused by name', async (_, more, field) => {
    const answer = await place(more)
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation' } })
    expect(answer.body.detail).toContain(field)
  })

  it('of somebody else is neither read nor cancelled', async () => {
    const { id } = (await place()).body.order
    expect((await admin(read, 'GET', `/orders/${id}`, { params: { id } })).status).toBe(404)
    expect((await cancelled(id, admin)).status).toBe(404)
    expect((await demo(notCancel, 'GET', `/orders/${id}/cancel`)).status).toBe(405)
    expect((await cancelled(id)).body.order.status).toBe('CANCELLED')
  })
})
