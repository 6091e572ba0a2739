import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as listOrders } from '@/app/api/v1/orders/route'
import { GET as tokenCard } from '@/app/api/v1/tokens/[mint]/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { POST as sell } from '@/app/api/v1/trade/sell/route'
import { call, startWebWorld, type Call } from '@/app/api/web-world.fixture'
import { webRuntime } from '@/app/api/_http/runtime'

let world: Awaited<ReturnType<typeof startWebWorld>>
let token: string

beforeAll(async () => {
  world = await startWebWorld()
  const answer = await call(askToken, 'POST', '/auth/token', {
    body: { email: 'Demo@jarvis.local', password: 'demo-sandbox' },
  })
  expect(answer.status).toBe(200)
  token = ((await answer.json()) as { token: string }).token
})
afterAll(() => world?.close())

let keys = 0
const headers = (extra: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  'idempotency-key': `key-${++keys}`,
  prefer: 'respond-async',
  ...extra,
})
const rowCount = async (table: string): Promise<number> => {
  const [row] = await world.web.db.execute<{ n: string }>(sql.raw(`select count(*) as n from ${table}`))
  return Number(row?.n)
}
const accepted = async () => ({
  orders: await rowCount(`orders where status <> 'DENIED'`),
  keys: await rowCount('idempotency_keys'),
})

describe('a buy of a token that could harm', () => {
  const order = async (body: object) => {
    const response = await call(buy, 'POST', '/trade/buy', { body, headers: headers() })
    return { status: response.status, problem: (await response.json()) as Record<string, unknown> }
  }

  it('F25 lists what must be acknowledged, and takes the order that does', async () => {
    const asked = await order({ token: 'TAXED', amountUsd: 10 })
    expect(asked).toMatchObject({ status: 422, problem: { code: 'token.unsafe' } })
    const acknowledge = asked.problem.acknowledge as string[]
    expect(acknowledge).toEqual(expect.arrayContaining(['transfer-tax', 'verified']))
    expect((await order({ token: 'TAXED', amountUsd: 10, acknowledge })).status).toBe(202)
  })

  it('F26 refuses a honeypot whatever is acknowledged', async () => {
    const acknowledge = ['verified', 'sell-test', 'liquidity', 'age', 'top-holders']
    expect(await order({ token: 'HONEY', amountUsd: 10, acknowledge })).toMatchObject({
      status: 422,
      problem: { code: 'token.unsafe', blocked: ['sell-test'] },
    })
  })

  it('F25 shows the tax on the token card', async () => {
    const { mint } = world.sandbox.sandbox.market.resolve('TAXED')
    const response = await call(tokenCard, 'GET', `/tokens/${mint}`, {
      headers: { authorization: `Bearer ${token}` },
      params: { mint },
    })
    const { token: card } = (await response.json()) as { token: { safety: { id: string; label: string }[] } }
    expect(card.safety.find(({ id }) => id === 'transfer-tax')?.label).toBe('Keeps 3 % of every transfer')
  })
})

describe('a buy that is wrong', () => {
  const buys: [string, Call, number, string][] = [
    ['negative', { body: { token: 'BONK', amountUsd: -5 } }, 400, 'validation'],
    ['zero', { body: { token: 'BONK', amountUsd: 0 } }, 400, 'validation'],
    ['NaN', { text: '{"token":"BONK","amountUsd":NaN}' }, 400, 'validation'],
    ['1e309', { text: '{"token":"BONK","amountUsd":1e309}' }, 400, 'validation'],
    ['a word for an amount', { body: { token: 'BONK', amountUsd: 'lots' } }, 400, 'validation'],
    ['missing', { body: { token: 'BONK' } }, 400, 'validation'],
    ['huge', { body: { token: 'BONK', amountUsd: '9'.repeat(30) } }, 400, 'validation'],
    ['an unknown symbol', { body: { token: 'NOSUCHTOKEN', amountUsd: 10 } }, 422, 'token.unknown'],
    ['an unknown mint', { body: { token: '4'.repeat(43), amountUsd: 10 } }, 422, 'token.unknown'],
    ['a symbol of two tokens', { body: { token: 'TWIN', amountUsd: 10 } }, 422, 'token.ambiguous'],
    ['take-profit 0', { body: { token: 'BONK', amountUsd: 10, takeProfitPct: 0 } }, 400, 'validation'],
    ['stop-loss 100', { body: { token: 'BONK', amountUsd: 10, stopLossPct: 100 } }, 400, 'validation'],
    [
      'no stop-loss on purpose',
      { body: { token: 'BONK', amountUsd: 10, stopLossPct: null } },
      422,
      'risk.exit_plan_required',
    ],
    ['an unknown field', { body: { token: 'BONK', amountUsd: 10, leverage: 5 } }, 400, 'validation'],
    ['less than the smallest unit', { body: { token: 'BONK', amountUsd: '0.0000001' } }, 400, 'validation'],
  ]

  it.each(buys)('%s is answered and changes nothing', async (_, request, status, code) => {
    const before = await accepted()
    const response = await call(buy, 'POST', '/trade/buy', { ...request, headers: headers() })
    const problem = (await response.json()) as { code: string; detail: string }
    expect({ status: response.status, code: problem.code }).toEqual({ status, code })
    expect(problem.detail.length).toBeGreaterThan(10)
    expect(await accepted()).toEqual(before)
  })

  it.each([
    ['no token', {}, 'Bearer realm="jarvis"'],
    ['a forged token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' }, 'invalid_token'],
  ])('%s is 401', async (_, auth, challenge) => {
    const { authorization: __, ...others } = headers()
    const response = await call(buy, 'POST', '/trade/buy', {
      body: { token: 'BONK', amountUsd: 10 },
      headers: { ...others, ...auth },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain(challenge)
  })

  it('an expired token is 401 and says so', async () => {
    const { token: old } = webRuntime().http.tokens.issue({ userId: 1, sessionVersion: 1 }, -1)
    const response = await call(buy, 'POST', '/trade/buy', {
      body: { token: 'BONK', amountUsd: 10 },
      headers: headers({ authorization: `Bearer ${old}` }),
    })
    expect(response.status).toBe(401)
    expect(((await response.json()) as { detail: string }).detail).toContain('expired')
  })

  it('above the limit is denied with the order that records it', async () => {
    const response = await call(buy, 'POST', '/trade/buy', {
      body: { token: 'BONK', amountUsd: 501 },
      headers: headers(),
    })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'risk.position_size',
      passesUsd: '500',
      order: { status: 'DENIED', denial: { code: 'risk.position_size' }, attempts: [] },
    })
  })
})

describe('a buy that is right', () => {
  it('answers 202 while no worker has done it, twenty times with one key for one order', async () => {
    const before = await accepted()
    const one = headers({ 'idempotency-key': 'the-same' })
    const send = (body: unknown) => call(buy, 'POST', '/trade/buy', { body, headers: one })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send({ token: 'BONK', amountUsd: i % 2 ? '100' : 100 })),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]))
    expect(answers[0]!.headers.get('preference-applied')).toBe('respond-async')
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Answer).order.id))
    expect(new Set(ids).size).toBe(1)
    expect(answers[0]!.headers.get('location')).toBe(`/api/v1/orders/${ids[0]}`)
    expect(await accepted()).toEqual({ orders: before.orders + 1, keys: before.keys + 1 })

    const conflict = await send({ token: 'BONK', amountUsd: 101 })
    expect(conflict.status).toBe(409)
    expect(await conflict.json()).toMatchObject({ code: 'idempotency.conflict' })
    const list = await call(listOrders, 'GET', '/orders?status=RECEIVED&limit=1', { headers: headers() })
    expect(await list.json()).toMatchObject({ orders: [{ id: ids[0], status: 'RECEIVED' }] })
  })
})

type Answer = { order: { id: string } }

describe('a sell that is wrong', () => {
  const position = '00000000-0000-4000-8000-000000000000'
  it.each([
    ['no position', {}, 400, 'validation'],
    ['no id', { positionId: '7' }, 400, 'validation'],
    ['an unknown position', { positionId: position }, 404, 'not_found'],
    ['0 percent', { positionId: position, percent: 0 }, 400, 'validation'],
    ['101 percent', { positionId: position, percent: 101 }, 400, 'validation'],
    ['an algorithm nobody knows', { positionId: position, algorithm: 'FAST' }, 400, 'validation'],
    ['an unknown position in slices', { positionId: position, algorithm: 'TWAP' }, 404, 'not_found'],
  ])('%s', async (_, body, status, code) => {
    const response = await call(sell, 'POST', '/trade/sell', { body, headers: headers() })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
  })
})

describe('signing in', () => {
  it('answers the same for a wrong password and an unknown address', async () => {
    const attempt = (email: string) =>
      call(askToken, 'POST', '/auth/token', { body: { email, password: 'guess' } })
    const [known, unknown] = [await attempt('admin@jarvis.local'), await attempt('nobody@jarvis.local')]
    expect([known.status, unknown.status]).toEqual([401, 401])
    const strip = async (response: Response) => ({ ...((await response.json()) as object), requestId: '' })
    expect(await strip(known)).toEqual(await strip(unknown))
  })
})
