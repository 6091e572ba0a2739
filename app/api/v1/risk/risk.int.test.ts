import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DELETE as removeLock } from '@/app/api/v1/locks/[id]/route'
import { GET as listLocks } from '@/app/api/v1/locks/route'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as overview } from '@/app/api/v1/risk/route'
import { GET as readLimits, PUT as setLimits } from '@/app/api/v1/risk/limits/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { auditLog } from '@/drizzle/schema'
import { setLock } from '@/lib/services/risk/set-lock'

let world: Awaited<ReturnType<typeof startWebWorld>>
const tokens: Record<'demo' | 'admin', string> = { demo: '', admin: '' }
const told: unknown[] = []

beforeAll(async () => {
  world = await startWebWorld()
  for (const name of ['demo', 'admin'] as const) {
    const body = { email: `${name}@jarvis.local`, password: `${name}-sandbox` }
    const answer = await call(askToken, 'POST', '/auth/token', { body })
    tokens[name] = ((await answer.json()) as { token: string }).token
  }
})
afterAll(() => world?.close())

const as = (who: 'demo' | 'admin') => ({
  authorization: `Bearer ${tokens[who]}`,
  'idempotency-key': randomUUID(),
  prefer: 'respond-async',
})
const put = async (who: 'demo' | 'admin', body: unknown) => {
  const answer = await call(setLimits, 'PUT', '/risk/limits', { headers: as(who), body })
  return { status: answer.status, body: (await answer.json()) as Record<string, never> }
}
const entry = async (amountUsd = 10) => {
  const answer = await call(buy, 'POST', '/trade/buy', {
    headers: as('demo'),
    body: { token: 'BONK', amountUsd },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, never> }
}
const lockFor = (userId: number | null, evidence: string = randomUUID()) =>
  setLock(
    {
      db: world.web.db,
      live: { publish: (event) => told.push(event) },
      now: () => new Date(),
      newId: randomUUID,
    },
    {
      userId,
      kind: 'STOPLOSS_GUARD',
      evidence,
      reason: '4 positions were stopped out at a loss within 60 minutes.',
      until: new Date(Date.now() + 3_600_000),
    },
  )
const demoId = async () => {
  const { findSession } = world.web.services
  for (let id = 1; id < 10; id++) {
    const user = await findSession({ userId: id, sessionVersion: 1 })
    if (user?.email === 'demo@jarvis.local') return id
  }
  throw new Error('no demo user')
}

describe('limits', () => {
  it('are those of the house until one tightens them; tightening holds for the next entry', async () => {
    const before = await (await call(readLimits, 'GET', '/risk/limits', { headers: as('demo') })).json()
    expect(before).toMatchObject({
      limits: { maxPositionUsd: '500', maxDailyLossUsd: '1000', maxOpenPositions: 50, maxCorrelated: 5 },
      own: { maxPositionUsd: null },
      raisableAt: null,
    })
    expect((await put('demo', { maxPositionUsd: '100' })).body).toMatchObject({
      limits: { maxPositionUsd: '100' },
      house: { maxPositionUsd: '500' },
    })
    expect((await entry(101)).body).toMatchObject({ code: 'risk.position_size', passesUsd: '100' })
  })

  it('are not raised again on the same day without a second factor', async () => {
    const { status, body } = await put('demo', { maxPositionUsd: '200' })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'forbidden' })
    expect(body.detail).toContain('can be raised again in 24 h')
    expect((await put('demo', { maxPositionUsd: '90', maxOpenPositions: 60 })).status).toBe(200)
    expect((await put('demo', { protections: { SLIPPAGE: false } })).status).toBe(403)
  })

  it('never pass those of the house, which only an administrator sets', async () => {
    expect((await put('demo', { scope: 'house', maxPositionUsd: '9000' })).status).toBe(403)
    expect((await put('admin', { scope: 'house', maxPositionUsd: '80' })).status).toBe(200)
    const answer = await call(readLimits, 'GET', '/risk/limits', { headers: as('demo') })
    expect(await answer.json()).toMatchObject({
      limits: { maxPositionUsd: '80' },
      own: { maxPositionUsd: '90' },
    })
    expect((await put('admin', { scope: 'house', maxPositionUsd: null })).status).toBe(200)
  })

  it.each([{ maxPositionUsd: 0 }, { maxOpenPositions: 1.5 }, { maxCorrelated: 0 }, { nonsense: 1 }])(
    'refuses %j',
    async (body) => expect((await put('demo', body)).status).toBe(400),
  )
})

describe('locks', () => {
  it('keep entries out, are listed and told, and are removed by their owner for good', async () => {
    const id = await demoId()
    expect(await lockFor(id, 'the same')).toBe(true)
    expect(await lockFor(id, 'the same')).toBe(false)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      userId: id,
      name: 'alert',
      data: { title: 'Stopped entering; exits continue' },
    })
    const refused = await entry()
    expect(refused.body).toMatchObject({ status: 422, code: 'risk.locked', kind: 'STOPLOSS_GUARD' })
    expect(refused.body.detail).toMatch(/^Stopped entering; exits continue\. 4 positions .+ in 1 h/)

    const list = await call(listLocks, 'GET', '/locks', { headers: as('demo') })
    const { locks } = (await list.json()) as { locks: { id: string }[] }
    expect(locks).toHaveLength(1)
    const params = { id: locks[0]!.id }
    const removed = await call(removeLock, 'DELETE', `/locks/${params.id}`, { headers: as('demo'), params })
    expect(await removed.json()).toMatchObject({ lock: { id: params.id, removedAt: expect.any(String) } })
    expect((await entry()).status).toBe(202)
    expect(await lockFor(id, 'the same')).toBe(false)
    const actions = (await world.web.db.select().from(auditLog)).filter((row) => row.subject === params.id)
    expect(actions.map((row) => row.action)).toEqual(['lock.set', 'lock.removed'])
  })

  it("everyone's lock concerns everyone, and only an administrator removes it", async () => {
    await lockFor(null)
    expect((await entry()).body).toMatchObject({ code: 'risk.locked' })
    const page = await call(overview, 'GET', '/risk', { headers: as('demo') })
    const { locks, history } = (await page.json()) as {
      locks: { id: string; removable: boolean }[]
      history: []
    }
    expect(locks).toMatchObject([{ everyone: true, removable: false }])
    expect(history).toHaveLength(1)
    const remove = (who: 'demo' | 'admin') =>
      call(removeLock, 'DELETE', `/locks/${locks[0]!.id}`, {
        headers: as(who),
        params: { id: locks[0]!.id },
      })
    expect((await remove('demo')).status).toBe(403)
    expect((await remove('admin')).status).toBe(200)
    expect((await entry()).status).toBe(202)
    const unknown = { id: randomUUID() }
    const missing = await call(removeLock, 'DELETE', '/locks/x', { headers: as('demo'), params: unknown })
    expect(missing.status).toBe(404)
  })
})
