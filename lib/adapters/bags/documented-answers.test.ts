import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { documentedErrors, documentedFeed, documentedQuote } from './__fixtures__/documented-answers'
import { createBagsClient } from './client'
import { createBagsVenue } from './bags-venue'
import { launchFeed } from './schemas'

let server: Server | undefined
afterEach(() => server?.close())

const asked: IncomingMessage[] = []
const serve = async (status: number, body: unknown) => {
  asked.length = 0
  server = createServer((request, response) => {
    asked.push(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
  return createBagsClient({ baseUrl, apiKey: 'secret', rps: 100 })
}
const request = {
  inputMint: documentedQuote.inputMint,
  outputMint: documentedQuote.outputMint,
  inputRaw: 10_000_000n,
  slippageBps: 100,
}
const failure = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((caught: unknown) => caught)
  if (!isAppError(error)) throw new Error('Expected an AppError', { cause: error })
  return error
}

describe('bags.fm as it is documented', () => {
  it('a quote is read exactly and kept whole, with the key in its header', async () => {
    const client = await serve(200, { success: true, response: documentedQuote })
    const quote = await createBagsVenue({ client }).quote(request)
    expect(quote).toMatchObject({ venue: 'bags', outputRaw: 41_234_567_890n, minOutputRaw: 40_822_222_211n })
    expect(quote.priceImpactPct).toBe('0.12')
    expect(quote.raw).toEqual(documentedQuote)
    expect(asked[0]?.headers['x-api-key']).toBe('secret')
    expect(asked[0]?.url).toContain('/api/v1/trade/quote?')
  })

  it.each([
    ['the amount', { inAmount: '10000001' }],
    ['a mint', { outputMint: documentedQuote.inputMint }],
    ['the minimum', { minOutAmount: '40810000000' }],
    ['an amount that is a number', { outAmount: 41_234_567_890 }],
  ])('F22 an answer with another %s is refused', async (_, change) => {
    const client = await serve(200, { success: true, response: { ...documentedQuote, ...change } })
    const error = await failure(createBagsVenue({ client }).quote(request))
    expect(error).toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
  })

  it.each([
    ['limited', 'venue.unavailable', 'retryable'],
    ['failed', 'venue.unavailable', 'retryable'],
    ['key', 'venue.unavailable', 'permanent'],
    ['permission', 'venue.unavailable', 'permanent'],
    ['missing', 'token.unknown', 'permanent'],
  ] as const)('error %s is %s and %s', async (name, code, retry) => {
    const client = await serve(documentedErrors[name].status, documentedErrors[name].body)
    expect(await failure(createBagsVenue({ client }).quote(request))).toMatchObject({ code, retry })
  })

  it('a limit is told as one, so that the venue is not taken to be down', async () => {
    const client = await serve(documentedErrors.limited.status, documentedErrors.limited.body)
    const first = await failure(createBagsVenue({ client }).quote(request))
    expect(first).toMatchObject({ extra: { retryAfterMs: 0 } })
  })

  it('the launch feed is read', async () => {
    const client = await serve(200, { success: true, response: documentedFeed })
    const [launch] = await client.get('/token-launch/feed', {}, launchFeed, 'refresh')
    expect(launch).toMatchObject({ symbol: 'EX', status: 'PRE_GRAD', twitter: null })
  })
})
