import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { ohlcvAnswerBody, tokensAnswer } from './__fixtures__/answers'
import { createGeckoTerminalCandleSource } from './candle-source'
import { createGeckoTerminalClient, type GeckoTerminalClient } from './client'
import { createGeckoTerminalPoolDirectory } from './pool-directory'

const BONK = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
let server: Server
let client: GeckoTerminalClient
let requests: URL[]
let answer: (url: URL) => { status?: number; headers?: Record<string, string>; body: unknown }

beforeEach(async () => {
  requests = []
  server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://vendor')
    requests.push(url)
    const { status = 200, headers = {}, body } = answer(url)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/geckoterminal`
  client = createGeckoTerminalClient({ baseUrl, requestsPerMinute: 1_000, timeoutMs: 300 })
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

describe('pools', () => {
  it('takes the deepest pool against USDC or SOL', async () => {
    answer = () => ({ body: tokensAnswer })
    const pools = await createGeckoTerminalPoolDirectory(client).topPools([BONK, WSOL_MINT, 'unknown'])
    expect(requests[0]!.pathname).toBe(
      `/geckoterminal/api/v2/networks/solana/tokens/multi/${BONK},${WSOL_MINT},unknown`,
    )
    expect(requests[0]!.searchParams.get('include')).toBe('top_pools')
    expect([...pools].map(([mint, addresses]) => [mint, addresses[0]])).toEqual([
      [BONK, 'deepSol'],
      [WSOL_MINT, 'solUsdc'],
    ])
  })

  it('asks for thirty at a time', async () => {
    answer = () => ({ body: { data: [] } })
    const mints = Array.from({ length: 61 }, (_, index) => `mint${index}`)
    expect((await createGeckoTerminalPoolDirectory(client).topPools(mints)).size).toBe(0)
    expect(requests).toHaveLength(3)
  })
})

describe('candles', () => {
  const source = () => createGeckoTerminalCandleSource(client, { background: false })

  it('reads minute bars, oldest first, as exact text', async () => {
    answer = () => ({ body: ohlcvAnswerBody })
    expect(await source().minuteCandles('pool', BONK, 1732260121, 5_000)).toEqual([
      {
        time: 1732260000,
        open: '0.0000121',
        high: '0.0000124',
        low: '0.0000121',
        close: '0.0000123',
        volumeUsd: '0',
      },
      {
        time: 1732260120,
        open: '0.0000123',
        high: '0.0000125',
        low: '0.0000122',
        close: '0.0000124',
        volumeUsd: '1023.55',
      },
    ])
    expect(Object.fromEntries(requests[0]!.searchParams)).toEqual({
      aggregate: '1',
      before_timestamp: '1732260121',
      limit: '1000',
      currency: 'usd',
      token: BONK,
    })
    expect(await source().minuteCandles('pool', BONK, 1732260120, 10)).toHaveLength(1)
  })

  it('knows no candles of a pool the vendor does not know', async () => {
    answer = () => ({ status: 404, body: { errors: [{ status: '404', title: 'Not Found' }] } })
    expect(await source().minuteCandles('pool', BONK, 1, 10)).toEqual([])
  })

  it.each([
    ['an error', { status: 500, body: {} }],
    ['text', { body: 'down for maintenance' }],
    ['another shape', { body: { data: { attributes: { ohlcv_list: [[1, 0, 0, 0, 0, 0]] } } } }],
  ])('refuses %s', async (_, given) => {
    answer = () => given
    await expect(source().minuteCandles('pool', BONK, 10, 10)).rejects.toMatchObject({
      code: 'venue.unavailable',
      retry: 'retryable',
    })
  })

  it('asks no more after a 429 until the vendor allows it', async () => {
    answer = () => ({ status: 429, headers: { 'retry-after': '30' }, body: {} })
    await expect(source().minuteCandles('pool', BONK, 10, 10)).rejects.toThrow('limits our requests')
    answer = () => ({ body: ohlcvAnswerBody })
    await expect(source().minuteCandles('pool', BONK, 10, 10)).rejects.toThrow('limits our requests')
    expect(requests).toHaveLength(1)
  })

  it('does not wait for ever', async () => {
    server.removeAllListeners('request')
    server.on('request', () => undefined)
    await expect(source().minuteCandles('pool', BONK, 10, 10)).rejects.toThrow('did not answer in time')
  })
})
