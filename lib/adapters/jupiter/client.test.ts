import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isAppError, type AppError } from '@/lib/errors'
import { createJupiterClient } from './client'
import { JupiterResponseError } from './errors'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const serve = async (
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!isAppError(error)) throw new Error('expected an AppError', { cause: error })
  return error
}

const schema = z.object({ n: z.number() })
const call = { priority: 'quote' } as const

describe('Jupiter client', () => {
  it('sends the key and the query and parses the answer', async () => {
    const seen: { url?: string; key?: unknown } = {}
    const url = await serve((request, response) => {
      Object.assign(seen, { url: request.url, key: request.headers['x-api-key'] })
      response.end('{"n":1}')
    })
    const client = createJupiterClient({ baseUrl: `${url}/`, apiKey: 'k', rps: 50 })
    expect(await client.get('/a', { x: '1', y: undefined }, schema, call)).toEqual({ n: 1 })
    expect(seen).toEqual({ url: '/a?x=1', key: 'k' })
  })

  it.each([
    [500, '{"message":"boom"}', 'venue.unavailable', 'retryable'],
    [401, '{"code":401,"message":"Unauthorized"}', 'venue.unavailable', 'permanent'],
    [
      400,
      '{"error":"Could not find any route","errorCode":"COULD_NOT_FIND_ANY_ROUTE"}',
      'token.unknown',
      'permanent',
    ],
    [400, '{"error":"No routes found"}', 'token.unknown', 'permanent'],
    [400, '{"requestId":"r","error":"Failed to get quotes"}', 'token.unknown', 'retryable'],
    [400, '{"error":"The value NaN cannot be parsed"}', 'venue.unavailable', 'permanent'],
    [200, 'not json', 'venue.unavailable', 'retryable'],
    [200, '{"n":"1"}', 'venue.unavailable', 'retryable'],
  ])('maps HTTP %i %s to %s, %s', async (status, body, code, retry) => {
    const url = await serve((_, response) => response.writeHead(status).end(body))
    const error = await failure(createJupiterClient({ baseUrl: url, rps: 50 }).get('/', {}, schema, call))
    expect(error).toMatchObject({ code, retry })
    if (status !== 200) expect(error.cause).toBeInstanceOf(JupiterResponseError)
  })

  it('gives up on a server that hangs, before or after its headers', async () => {
    const silent = await serve(() => {})
    const half = await serve((_, response) => void response.writeHead(200).write('{'))
    for (const url of [silent, half]) {
      const error = await failure(
        createJupiterClient({ baseUrl: url, rps: 50, timeoutMs: 60 }).get('/', {}, schema, call),
      )
      expect(error).toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
      expect(error.message).toContain('in time')
    }
  })

  it('F08 after a 429 asks only for exits until the limit resets', async () => {
    let asked = 0
    let now = 1_000_000
    const url = await serve((_, response) => {
      asked++
      if (asked === 1) response.writeHead(429, { 'x-ratelimit-reset': '1010' }).end('{}')
      else response.end('{"n":1}')
    })
    const client = createJupiterClient({ baseUrl: url, rps: 50, now: () => now })
    await failure(client.get('/', {}, schema, call))
    const refused = await failure(client.get('/', {}, schema, { priority: 'entry' }))
    expect(refused).toMatchObject({ retry: 'retryable', extra: { retryAfterMs: 10_000 } })
    expect(asked).toBe(1)
    expect(await client.get('/', {}, schema, { priority: 'exit' })).toEqual({ n: 1 })
    now = 1_010_000
    expect(await client.get('/', {}, schema, { priority: 'entry' })).toEqual({ n: 1 })
  })
})
