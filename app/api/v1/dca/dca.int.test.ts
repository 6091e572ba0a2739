import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from '@/app/api/signed-in.fixture'
import { startWebWorld } from '@/app/api/web-world.fixture'
import type { DcaPlanView } from '@/lib/contracts/dca'
import { POST as cancel } from './[id]/cancel/route'
import { POST as pause, PUT as notPause } from './[id]/pause/route'
import { POST as resume } from './[id]/resume/route'
import { DELETE as notHere, GET as list, POST as create } from './route'

let world: Awaited<ReturnType<typeof startWebWorld>>
let demo: Awaited<ReturnType<typeof signedIn>>
let admin: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
  world = await startWebWorld()
  demo = await signedIn('demo')
  admin = await signedIn('admin')
})
afterAll(() => world?.close())

type Made = { plan: DcaPlanView; code?: string; detail?: string; errors?: { field: string }[] }
const body = { token: 'BONK', amountUsd: 25, everyMinutes: 60, count: 4 }
const make = (more: object = {}, headers: Record<string, string> = {}) =>
  demo<Made>(create, 'POST', '/dca', { body: { ...body, ...more }, headers })
const plans = async (who = demo) => (await who<{ plans: DcaPlanView[] }>(list, 'GET', '/dca')).body.plans
const change = (route: typeof pause, name: string, id: string, who = demo) =>
  who<Made>(route, 'POST', `/dca/${id}/${name}`, { params: { id } })

describe('plans of recurring buys', () => {
  it('are made, paused, resumed and ended', async () => {
    const made = await make()
    expect(made).toMatchObject({
      status: 201,
      body: { plan: { status: 'ACTIVE', amountUsd: '25', count: 4, done: 0, token: { symbol: 'BONK' } } },
    })
    const { id } = made.body.plan
    expect((await plans()).map((plan) => plan.id)).toContain(id)
    expect((await change(pause, 'pause', id)).body.plan).toMatchObject({ status: 'PAUSED', nextAt: null })
    expect((await change(resume, 'resume', id)).body.plan.status).toBe('ACTIVE')
    expect((await change(cancel, 'cancel', id)).body.plan.status).toBe('CANCELLED')
    expect(await change(resume, 'resume', id)).toMatchObject({
      status: 400,
      body: { code: 'validation', detail: 'This plan is cancelled: it cannot resume now.' },
    })
  })

  it('are made once for one key, however often it is sent, and not for another body', async () => {
    const before = (await plans()).length
    const key = { 'idempotency-key': crypto.randomUUID() }
    const made = await Promise.all(Array.from({ length: 10 }, () => make({}, key)))
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(made.map((answer) => answer.body.plan.id)).size).toBe(1)
    expect(await plans()).toHaveLength(before + 1)
    expect(await make({ count: 5 }, key)).toMatchObject({
      status: 409,
      body: { code: 'idempotency.conflict', planId: made[0]!.body.plan.id },
    })
    expect((await make({}, { 'idempotency-key': 'with space' })).status).toBe(400)
    expect((await make()).body.plan.id).not.toBe((await make()).body.plan.id)
  })

  it.each([
    ['no amount', { amountUsd: undefined }, 400, 'amountUsd'],
    ['a negative amount', { amountUsd: -1 }, 400, 'amountUsd'],
    ['once', { count: 1 }, 400, 'count'],
    ['a part of a minute', { everyMinutes: 0.5 }, 400, 'everyMinutes'],
    ['a limit, which it cannot have', { limitPriceUsd: 1 }, 400, 'limitPriceUsd'],
    [
      'a ladder that sells everything',
      {
        ladder: [
          { atPct: 5, sellPct: 60 },
          { atPct: 6, sellPct: 40 },
        ],
      },
      400,
      'ladder',
    ],
    ['a start that has passed', { startAt: '2020-01-01T00:00:00Z' }, 400, 'startAt'],
    [
      'a trailing stop that never begins',
      { trailingStopPct: 5, trailingActivationPct: 30 },
      400,
      'trailingActivationPct',
    ],
    ['no stop-loss', { stopLossPct: null }, 422, 'stop-loss'],
    ['an unknown token', { token: 'NOSUCHTOKEN' }, 422, 'NOSUCHTOKEN'],
  ])('with %s are refused by name, and nothing is stored', async (_, more, status, named) => {
    const before = (await plans()).length
    const answer = await make(more)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    expect(answer.body.detail).toContain(named)
    expect(await plans()).toHaveLength(before)
  })

  it('of somebody else are neither seen nor changed', async () => {
    const { id } = (await make()).body.plan
    expect((await plans(admin)).map((plan) => plan.id)).not.toContain(id)
    for (const [name, route] of [
      ['pause', pause],
      ['resume', resume],
      ['cancel', cancel],
    ] as const)
      expect((await change(route, name, id, admin)).status, name).toBe(404)
    expect((await change(pause, 'pause', crypto.randomUUID())).status).toBe(404)
    expect((await change(pause, 'pause', 'seven')).status).toBe(400)
    expect((await plans()).find((plan) => plan.id === id)?.status).toBe('ACTIVE')
  })

  it('answer other methods with 405', async () => {
    expect((await demo(notHere, 'DELETE', '/dca')).status).toBe(405)
    expect((await demo(notPause, 'PUT', '/dca/x/pause')).status).toBe(405)
  })
})
