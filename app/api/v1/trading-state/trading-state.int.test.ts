import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { GET, PUT } from '@/app/api/v1/trading-state/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { readScopes } from '@/lib/db/trading-state-repository'
import type { LiveEvent } from '@/lib/queue/live-events'
import { until } from '@/scripts/drills/until'

let world: Awaited<ReturnType<typeof startWebWorld>>
const tokens = { demo: '', admin: '' }
const told: LiveEvent[] = []
type Who = keyof typeof tokens

const bearer = (who: Who, more: Record<string, string> = {}) => ({
  headers: { authorization: `Bearer ${tokens[who]}`, ...more },
})
const body = async (response: Response) => (await response.json()) as Record<string, unknown>
const set = (who: Who, input: unknown) => call(PUT, 'PUT', '/trading-state', { ...bearer(who), body: input })
const get = async (who: Who) => body(await call(GET, 'GET', '/trading-state', bearer(who)))
let keys = 0
const tryBuy = () =>
  call(buy, 'POST', '/trade/buy', {
    ...bearer('demo', { 'idempotency-key': `key-${++keys}`, prefer: 'respond-async' }),
    body: { token: 'BONK', amountUsd: 10 },
  })

beforeAll(async () => {
  world = await startWebWorld()
  for (const who of ['demo', 'admin'] as const) {
    const answer = await call(askToken, 'POST', '/auth/token', {
      body: { email: `${who}@jarvis.local`, password: `${who}-sandbox` },
    })
    tokens[who] = (await body(answer)).token as string
  }
  world.web.events.onAny((event) => event.name === 'trading-state' && told.push(event))
})
afterAll(() => world?.close())
afterEach(async () => {
  await set('admin', { state: 'RUNNING', reason: 'next test' })
  await set('demo', { state: 'RUNNING', reason: 'next test', scope: 'own' })
})

describe('trading state', () => {
  it('runs before anybody changed it', async () => {
    expect(await get('demo')).toMatchObject({ state: 'RUNNING', until: null, global: { state: 'RUNNING' } })
  })

  it('is changed for everybody by an admin only, with who and why, and stays', async () => {
    const refused = await set('demo', { state: 'NO_ENTRIES', reason: 'mine' })
    expect([refused.status, (await body(refused)).code]).toEqual([403, 'forbidden'])
    const answer = await set('admin', { state: 'NO_ENTRIES', reason: 'The chain is unstable.' })
    expect(answer.status).toBe(200)
    expect(await get('demo')).toMatchObject({
      state: 'NO_ENTRIES',
      reason: 'The chain is unstable.',
      by: expect.any(String),
      scope: 'global',
      own: { state: 'RUNNING' },
    })
    const rows = await world.web.db.execute(
      sql`select details from audit_log where action = 'trading-state.changed' order by id desc limit 1`,
    )
    expect(rows[0]?.details).toMatchObject({ from: 'RUNNING', to: 'NO_ENTRIES', scope: 'global' })
  })

  it('is the stricter of the global state and the own one', async () => {
    await set('demo', { state: 'EXITS_ONLY', reason: 'asleep', scope: 'own' })
    expect(await get('demo')).toMatchObject({ state: 'EXITS_ONLY', scope: 'own' })
    expect(await get('admin')).toMatchObject({ state: 'RUNNING' })
    await set('admin', { state: 'NO_ENTRIES', reason: 'quiet' })
    expect(await get('demo')).toMatchObject({ state: 'EXITS_ONLY', scope: 'own' })
    expect(await get('admin')).toMatchObject({ state: 'NO_ENTRIES', scope: 'global' })
    await set('admin', { state: 'FROZEN', reason: 'worse' })
    expect(await get('demo')).toMatchObject({ state: 'FROZEN', scope: 'global', until: expect.any(String) })
  })

  it('denies a buy in words, with who, why and until', async () => {
    await set('demo', { state: 'NO_ENTRIES', reason: 'enough for today', scope: 'own' })
    const denied = await tryBuy()
    const problem = await body(denied)
    expect([denied.status, problem.code]).toEqual([422, 'trading.halted'])
    expect(problem.detail).toContain('enough for today')
    expect(problem.tradingState).toBe('NO_ENTRIES')
    await set('demo', { state: 'RUNNING', reason: 'a new day', scope: 'own' })
    expect((await tryBuy()).status).toBe(202)
  })

  it('ends by itself and goes back to what was before', async () => {
    await set('admin', { state: 'NO_ENTRIES', reason: 'before' })
    const soon = new Date(Date.now() + 60_000).toISOString()
    expect((await set('admin', { state: 'EXITS_ONLY', reason: 'a moment', until: soon })).status).toBe(200)
    expect(await get('demo')).toMatchObject({ state: 'EXITS_ONLY', until: soon })
    // As if its time had passed.
    await world.web.db.execute(sql`update trading_states set until = now() where user_id is null`)
    expect(await get('demo')).toMatchObject({ state: 'NO_ENTRIES', reason: 'before', until: null })
  })

  it.each([
    ['no reason', { state: 'NO_ENTRIES' }, 'reason'],
    ['an empty reason', { state: 'NO_ENTRIES', reason: ' ' }, 'reason'],
    ['an unknown state', { state: 'PAUSED', reason: 'x' }, 'state'],
    ['an end in the past', { state: 'NO_ENTRIES', reason: 'x', until: '2020-01-01T00:00:00Z' }, 'until'],
    ['a freeze of a day', { state: 'FROZEN', reason: 'x', until: '2099-01-01T00:00:00Z' }, 'until'],
    [
      'an end of the kill switch',
      { state: 'FLATTENING', reason: 'x', until: '2099-01-01T00:00:00Z' },
      'until',
    ],
    ['a scope that is none', { state: 'NO_ENTRIES', reason: 'x', scope: 'mine' }, 'scope'],
  ])('refuses %s, naming the field', async (_what, input, field) => {
    const answer = await set('admin', input)
    expect(answer.status).toBe(400)
    expect((await body(answer)).detail).toContain(field)
  })

  it('is told on the live stream to everyone it concerns', async () => {
    told.length = 0
    await set('admin', { state: 'NO_ENTRIES', reason: 'told' })
    // Also what the test before ended with may come only now.
    const all = await until('everybody is told', async () =>
      told.find((event) => event.userId === null && (event.data as { reason: string }).reason === 'told'),
    )
    expect(all.data).toMatchObject({ state: 'NO_ENTRIES', scope: 'global' })
    await set('demo', { state: 'EXITS_ONLY', reason: 'own', scope: 'own' })
    const own = await until('the owner is told', async () =>
      told.find((event) => event.userId !== null && (event.data as { reason: string }).reason === 'own'),
    )
    expect(own.data).toMatchObject({ state: 'EXITS_ONLY', scope: 'own' })
    told.length = 0
    await set('admin', { state: 'RUNNING', reason: 'over' })
    const last = await until('the stricter one is told again', async () =>
      told.find((event) => event.userId === own.userId),
    )
    expect(last.data).toMatchObject({ state: 'EXITS_ONLY', reason: 'own' })
  })

  it('many changes at once leave one row a scope, and no buy accepted after a change answered', async () => {
    const states = ['NO_ENTRIES', 'EXITS_ONLY', 'FROZEN'] as const
    const results = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        await set('admin', { state: states[index % 3], reason: `change ${index}` })
        return (await tryBuy()).status
      }),
    )
    expect(new Set(results)).toEqual(new Set([422]))
    const rows = await world.web.db.execute(sql`select user_id from trading_states where user_id is null`)
    expect(rows).toHaveLength(1)
    expect((await readScopes(world.web.db, { userId: 0, now: new Date() })).global.state).not.toBe('RUNNING')
  })
})
