import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buyInput } from '@/lib/contracts/trade'
import { AppError } from '@/lib/errors'
import { createRouteDefiner, notFound } from './define-route'
import { SECRET, testRuntime } from './http-runtime.fixture'
import type { LimitClass } from './rate-limit/policy'

type Headers_ = Record<string, string>
const url = 'http://127.0.0.1:3000/api/v1/things'
const send = (method: string, headers: Headers_ = {}, body?: string) =>
  new Request(url, { method, headers, ...(body === undefined ? {} : { body }) })

/** A buy-like route that records what reached its handler. */
const world = (options: Parameters<typeof testRuntime>[0] & { limit?: LimitClass } = {}) => {
  const runtime = testRuntime(options)
  const define = createRouteDefiner(() => runtime.http)
  const handled: unknown[] = []
  const limit = options.limit ?? 'trade'
  const buy = define({
    route: 'POST /things',
    auth: 'user',
    limit,
    idempotency: 'required',
    body: buyInput,
    answers: { 201: z.object({ done: z.literal(true) }) },
    handle: async ({ ctx, body, idempotency }) => {
      handled.push({ userId: ctx.userId, actor: ctx.actor, body, idempotency })
      return { status: 201, body: { done: true } }
    },
  })
  const read = define({
    route: 'GET /things',
    auth: 'user',
    limit: 'user',
    query: z.object({ limit: z.coerce.number().int().max(10).default(5) }),
    answers: { 200: z.object({ limit: z.number() }) },
    handle: async ({ query }) => ({ body: query }),
  })
  const headers = (extra: Headers_ = {}): Headers_ => ({
    authorization: runtime.bearer(),
    'content-type': 'application/json',
    'idempotency-key': 'k1',
    'x-jarvis-peer': '203.0.113.9',
    ...extra,
  })
  return { ...runtime, define, handled, buy, read, headers }
}

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  return (await response.json()) as {
    code: string
    detail: string
    errors?: { field: string; message: string }[]
  }
}

const good = { token: 'BONK', amountUsd: 100 }

describe('wrong input', () => {
  it.each([
    ['amountUsd', '{"token":"BONK","amountUsd":-1}'],
    ['amountUsd', '{"token":"BONK","amountUsd":0}'],
    ['amountUsd', '{"token":"BONK","amountUsd":1e309}'],
    ['amountUsd', '{"token":"BONK","amountUsd":"NaN"}'],
    ['amountUsd', '{"token":"BONK","amountUsd":"1e5"}'],
    ['amountUsd', '{"token":"BONK","amountUsd":"a hundred"}'],
    ['amountUsd', '{"token":"BONK","amountUsd":null}'],
    ['amountUsd', '{"token":"BONK","amountUsd":[100]}'],
    ['amountUsd', '{"token":"BONK"}'],
    ['token', '{"amountUsd":100}'],
    ['token', '{"token":"","amountUsd":100}'],
    ['token', '{"token":7,"amountUsd":100}'],
    ['token', '{"token":"BO\\u0000NK","amountUsd":100}'],
    ['acknowledge.1', '{"token":"BONK","amountUsd":100,"acknowledge":["a","\\u0000"]}'],
    ['takeProfitPct', '{"token":"BONK","amountUsd":100,"takeProfitPct":0}'],
    ['stopLossPct', '{"token":"BONK","amountUsd":100,"stopLossPct":100}'],
    ['slippageBps', '{"token":"BONK","amountUsd":100,"slippageBps":0.5}'],
    ['algorithm', '{"token":"BONK","amountUsd":100,"algorithm":"FAST"}'],
    ['amountUSD', '{"token":"BONK","amountUsd":100,"amountUSD":100}'],
    ['__proto__', '{"token":"BONK","amountUsd":100,"__proto__":{"x":1}}'],
    ['body', '[]'],
    ['body', 'null'],
    ['body', ''],
  ])('names %s in %s', async (field, body) => {
    const { buy, headers, handled } = world()
    const response = await buy(send('POST', headers(), body))
    const problem = await problemOf(response)
    expect(response.status).toBe(400)
    expect(problem.code).toBe('validation')
    expect(problem.errors?.map((error) => error.field)).toContain(field)
    expect(problem.errors?.every((error) => error.message.length > 5)).toBe(true)
    expect(handled).toEqual([])
  })

  it.each([
    ['{"token":"BONK","amountUsd":NaN}', 400],
    ['{"token":"BONK"', 400],
    [`{"token":"${'x'.repeat(70_000)}"}`, 413],
  ])('answers text that is not JSON or too long', async (body, status) => {
    const { buy, headers, handled } = world()
    const response = await buy(send('POST', headers(), body))
    expect(response.status).toBe(status)
    expect((await problemOf(response)).code).toBe('validation')
    expect(handled).toEqual([])
  })

  it('stops a long body without a declared length', async () => {
    const { buy, headers } = world()
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(32)),
    })
    const request = new Request(url, {
      method: 'POST',
      headers: headers(),
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await buy(request)).status).toBe(413)
  })

  it('wants JSON to be called JSON', async () => {
    const { buy, headers } = world()
    const response = await buy(send('POST', headers({ 'content-type': 'text/plain' }), JSON.stringify(good)))
    expect(response.status).toBe(415)
  })

  it('wants an Idempotency-Key', async () => {
    const { buy, headers, handled } = world()
    const { 'idempotency-key': _, ...keyless } = headers()
    const response = await buy(send('POST', keyless, JSON.stringify(good)))
    expect(response.status).toBe(400)
    expect((await problemOf(response)).errors?.[0]?.field).toBe('Idempotency-Key')
    expect(handled).toEqual([])
  })

  it('refuses unknown and repeated query parameters where it matters', async () => {
    const { read, headers } = world()
    const at = (query: string) => read(new Request(`${url}?${query}`, { headers: headers() }))
    expect((await at('limit=3')).status).toBe(200)
    expect((await at('limit=many')).status).toBe(400)
    expect((await at('limit=1&limit=2')).status).toBe(400)
  })
})

describe('a good request', () => {
  it('reaches the handler with exact amounts, the actor and the hash of its body', async () => {
    const { buy, headers, handled } = world()
    const response = await buy(
      send('POST', headers({ 'x-request-id': 'my-request-1' }), JSON.stringify(good)),
    )
    expect(response.status).toBe(201)
    expect(response.headers.get('x-request-id')).toBe('my-request-1')
    expect(handled).toEqual([
      {
        userId: 7,
        actor: { kind: 'user', id: '7', ip: '203.0.113.9' },
        body: { token: 'BONK', amountUsd: '100', algorithm: 'AUTO', acknowledge: [], ladder: [] },
        idempotency: { key: 'k1', bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
      },
    ])
  })

  it('is answered 500 when the answer breaks the contract, and says nothing of it', async () => {
    const { define, headers } = world()
    const broken = define({
      route: 'GET /broken',
      auth: 'user',
      limit: 'user',
      answers: { 200: z.object({ amountUsd: z.string() }) },
      handle: async () => ({ body: { amountUsd: 12.5 } }),
    })
    const response = await broken(send('GET', headers()))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('amountUsd')
  })
})

describe('who asks', () => {
  it.each([
    ['nobody', {}, 'Bearer realm="jarvis"'],
    ['a bearer of nonsense', { authorization: 'Bearer nonsense' }, 'invalid_token'],
    ['another scheme', { authorization: 'Basic ZGVtbzpkZW1v' }, 'invalid_token'],
    ['a cookie of nonsense', { cookie: 'next-auth.session-token=nonsense' }, 'invalid_token'],
  ])('401 for %s', async (_, headers, challenge) => {
    const { buy, handled } = world()
    const response = await buy(send('POST', { ...headers, 'idempotency-key': 'k' }, JSON.stringify(good)))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain(challenge)
    expect((await problemOf(response)).code).toBe('unauthenticated')
    expect(handled).toEqual([])
  })

  it('says that a token has expired', async () => {
    const { read, headers, clock } = world()
    const given = headers()
    clock.at = new Date(clock.at.getTime() + 3_600_000)
    const response = await read(send('GET', given))
    expect(response.status).toBe(401)
    expect((await problemOf(response)).detail).toContain('expired')
  })

  it('forgets a revoked token at once', async () => {
    const { read, headers, sessions } = world()
    expect((await read(send('GET', headers()))).status).toBe(200)
    sessions.version += 1
    const response = await read(send('GET', headers()))
    expect(response.status).toBe(401)
    expect((await problemOf(response)).detail).toContain('revoked')
  })

  it('403 for a user where an administrator is needed', async () => {
    for (const [isAdmin, status] of [
      [false, 403],
      [true, 200],
    ] as const) {
      const { define, headers } = world({ user: { isAdmin } })
      const route = define({
        route: 'GET /admin',
        auth: 'admin',
        limit: 'user',
        answers: {},
        handle: async () => ({ body: {} }),
      })
      expect((await route(send('GET', headers()))).status).toBe(status)
    }
  })

  it('takes the cookie for reading, and for changing only with the CSRF token', async () => {
    const { buy, read, headers, bearer, handled } = world()
    const { authorization: _, ...others } = headers()
    const csrf = `${'c'.repeat(64)}|${createHash('sha256')
      .update(`${'c'.repeat(64)}${SECRET}`)
      .digest('hex')}`
    const cookie = `next-auth.session-token=${bearer().slice(7)}; next-auth.csrf-token=${encodeURIComponent(csrf)}`
    const host = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }
    expect((await read(send('GET', { ...others, cookie }))).status).toBe(200)
    const body = JSON.stringify(good)
    expect((await buy(send('POST', { ...others, ...host, cookie }, body))).status).toBe(403)
    expect(handled).toEqual([])
    const response = await buy(
      send('POST', { ...others, ...host, cookie, 'x-csrf-token': 'c'.repeat(64) }, body),
    )
    expect(response.status).toBe(201)
  })
})

describe('limits', () => {
  const attempt = async (
    route: (request: Request) => Promise<Response>,
    times: number,
    request: () => Request,
  ) => {
    const statuses: number[] = []
    let last: Response | undefined
    for (let i = 0; i < times; i++) {
      last = await route(request())
      statuses.push(last.status)
    }
    return { statuses, last: last! }
  }

  it('counts buys per user and says when to come back', async () => {
    const { buy, headers } = world()
    const { statuses, last } = await attempt(buy, 3, () => send('POST', headers(), JSON.stringify(good)))
    expect(statuses).toEqual([201, 201, 429])
    expect(last.headers.get('retry-after')).toBe('60')
    expect(last.headers.get('ratelimit-limit')).toBe('2')
    expect(last.headers.get('ratelimit-remaining')).toBe('0')
    expect((await problemOf(last)).code).toBe('rate_limited')
  })

  it('shows what is left on every limited answer', async () => {
    const { read, headers } = world()
    const { last } = await attempt(read, 2, () => send('GET', headers()))
    expect(last.headers.get('ratelimit-remaining')).toBe('2')
  })

  it('counts strangers by address, before anybody looks at the database', async () => {
    const { read, headers, sessions } = world()
    const { statuses } = await attempt(read, 9, () => send('GET', headers({ authorization: 'Bearer x' })))
    expect(statuses).toEqual([...Array<number>(8).fill(401), 429])
    expect(sessions.asked).toBe(0)
  })

  it('lets exits through although their address is used up', async () => {
    const { buy, read, headers } = world({ limit: 'exit' })
    await attempt(read, 9, () => send('GET', headers({ authorization: 'Bearer x' })))
    const { statuses } = await attempt(buy, 7, () => send('POST', headers(), JSON.stringify(good)))
    expect(statuses).toEqual([...Array<number>(6).fill(201), 429])
  })

  it('gives reads with the session cookie a budget of their own', async () => {
    const { read, bearer } = world()
    const cookie = `next-auth.session-token=${bearer().slice(7)}`
    const { statuses } = await attempt(read, 13, () => send('GET', { cookie }))
    expect(statuses).toEqual([...Array<number>(12).fill(200), 429])
  })

  it('without Redis refuses entries and serves the rest', async () => {
    const entries = world({ degraded: true })
    const refused = await entries.buy(send('POST', entries.headers(), JSON.stringify(good)))
    expect(refused.status).toBe(503)
    expect((await problemOf(refused)).detail).toContain('Selling and cancelling still work')
    expect(entries.handled).toEqual([])
    expect((await entries.read(send('GET', entries.headers()))).status).toBe(200)
    const exits = world({ degraded: true, limit: 'exit' })
    expect((await exits.buy(send('POST', exits.headers(), JSON.stringify(good)))).status).toBe(201)
  })
})

describe('what a handler throws', () => {
  it.each([
    [
      new AppError('risk.position_size', 'Too large.', { extra: { limitUsd: '500' } }),
      422,
      'risk.position_size',
    ],
    [notFound('order'), 404, 'not_found'],
    [new AppError('venue.unavailable', 'Nobody answers.'), 503, 'venue.unavailable'],
    [new Error('a bug with a secret'), 500, 'internal'],
    ['a string', 500, 'internal'],
  ])('%s', async (thrown, status, code) => {
    const { define, headers } = world()
    const route = define({
      route: 'GET /fails',
      auth: 'user',
      limit: 'user',
      answers: {},
      handle: () => Promise.reject(thrown),
    })
    const response = await route(send('GET', headers()))
    expect(response.status).toBe(status)
    expect(response.headers.get('ratelimit-limit')).toBe('4')
    expect((await problemOf(response)).code).toBe(code)
  })
})

describe('a route that is asked again and again', () => {
  it('calls "not ready" no failure, and a bug one', async () => {
    const { http } = testRuntime()
    const heard: string[] = []
    const logger = {
      ...http.logger,
      debug: () => {},
      error: (_: unknown, words: string) => heard.push(words),
    }
    const define = createRouteDefiner(() => ({
      ...http,
      logger: { ...logger, child: () => logger } as never,
    }))
    const asked = async (error: Error) => {
      const route = define({
        route: 'GET /ready',
        auth: 'none',
        limit: 'none',
        quiet: true,
        answers: {},
        handle: () => Promise.reject(error),
      })
      return (await route(send('GET'))).status
    }
    expect(await asked(new AppError('venue.unavailable', 'Not ready.'))).toBe(503)
    expect(heard).toEqual([])
    expect(await asked(new Error('a bug'))).toBe(500)
    expect(heard).toEqual(['Request failed'])
  })
})
