import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createJupiterClient, type JupiterClient } from '../client'
import { priceAnswer, wrappedSol, youngToken } from './__fixtures__/answers'
import { createJupiterPriceSource } from './price-source'
import { createJupiterTokenDirectory } from './token-directory'

const SOL = wrappedSol.id
const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
let server: Server
let client: JupiterClient
let requests: URL[]
let answer: (url: URL) => unknown

beforeEach(async () => {
  requests = []
  server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://vendor')
    requests.push(url)
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(url)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  client = createJupiterClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rps: 100,
  })
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

describe('Jupiter prices', () => {
  it('reads prices and leaves out what Jupiter leaves out', async () => {
    answer = () => priceAnswer
    const prices = await createJupiterPriceSource(client, { priority: 'refresh' }).prices([
      SOL,
      USDC,
      youngToken.id,
    ])
    expect(requests[0]!.pathname).toBe('/price/v3')
    expect(requests[0]!.searchParams.get('ids')).toBe([SOL, USDC, youngToken.id].join(','))
    expect([...prices]).toEqual([
      [SOL, { priceUsd: '147.48', slot: 348004023n }],
      [USDC, { priceUsd: '0.9999', slot: 348004025n }],
    ])
  })

  it('asks for fifty at a time and takes no zero, null or malformed price', async () => {
    const mints = Array.from({ length: 120 }, (_, index) => `mint${index}`)
    answer = (url) => ({
      [url.searchParams.get('ids')!.split(',')[0]!]: { usdPrice: 1e-12, blockId: null },
      mint1: { usdPrice: 0 },
      mint2: null,
      mint3: { usdPrice: 'much' },
    })
    const prices = await createJupiterPriceSource(client, { priority: 'refresh' }).prices(mints)
    expect(requests.map((url) => url.searchParams.get('ids')!.split(',').length)).toEqual([50, 50, 20])
    expect([...prices]).toEqual(
      ['mint0', 'mint50', 'mint100'].map((mint) => [mint, { priceUsd: '0.000000000001', slot: null }]),
    )
  })

  it('fails as a whole when Jupiter does not answer with prices', async () => {
    answer = () => ['not', 'prices']
    const prices = createJupiterPriceSource(client, { priority: 'refresh' }).prices([SOL])
    await expect(prices).rejects.toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
  })
})

describe('Jupiter token directory', () => {
  const directory = () => createJupiterTokenDirectory(client, { priority: 'quote' })

  it('reads a token with everything known', async () => {
    answer = () => [wrappedSol]
    const [token] = await directory().search('SOL')
    expect(requests[0]!.href).toBe('http://vendor/tokens/v2/search?query=SOL')
    expect(token).toEqual({
      mint: SOL,
      symbol: 'SOL',
      name: 'Wrapped SOL',
      decimals: 9,
      deployer: null,
      tokenProgram: wrappedSol.tokenProgram,
      icon: wrappedSol.icon,
      verified: true,
      suspicious: false,
      mintAuthorityDisabled: true,
      freezeAuthorityDisabled: true,
      topHoldersPct: '1.2422471238911812',
      holders: 2342610,
      priceUsd: '145.47114211747515',
      liquidityUsd: '89970631.83880953',
      volume24hUsd: '8579314175.954294',
      marketCapUsd: '77275352037.79674',
      priceChange24hPct: '1.5076363979360274',
      createdAt: new Date('2021-03-29T10:05:48Z'),
    })
  })

  it('keeps unknown apart from no, and refuses an icon that is not https', async () => {
    answer = () => [youngToken, { id: 'short' }, null]
    const tokens = await directory().search('young')
    expect(tokens).toHaveLength(1)
    expect(tokens[0]).toMatchObject({
      suspicious: true,
      verified: false,
      mintAuthorityDisabled: false,
      freezeAuthorityDisabled: null,
      topHoldersPct: '81.5',
      priceUsd: '0.0000000001234',
      liquidityUsd: null,
      volume24hUsd: null,
      holders: null,
      icon: null,
      createdAt: null,
    })
  })

  it('shows no invisible characters and no endless names', async () => {
    const token = { ...youngToken, symbol: 'BO\u200bN\u202eK\u0000', name: ` a\n\tb ${'x'.repeat(500)}` }
    answer = () => [token, { ...token, symbol: '\u200b' }]
    const [first, second] = await directory().search('bonk')
    expect(first).toMatchObject({ symbol: 'BONK', name: expect.stringMatching(/^ab x+$/) })
    expect(first!.name).toHaveLength(100)
    expect(second!.symbol).toBe(token.id.slice(0, 6))
  })

  it('asks for a hundred mints at a time and returns only those asked for', async () => {
    answer = () => [wrappedSol, youngToken]
    const mints = [SOL, ...Array.from({ length: 100 }, (_, index) => `mint${index}`)]
    const tokens = await directory().byMints(mints)
    expect(requests).toHaveLength(2)
    expect(new Set(tokens.map(({ mint }) => mint))).toEqual(new Set([SOL]))
    expect(await directory().byMints([])).toEqual([])
  })

  it('asks for the most traded of a day', async () => {
    answer = () => [wrappedSol]
    await directory().topTraded(500)
    expect(requests[0]!.href).toBe('http://vendor/tokens/v2/toptraded/24h?limit=100')
  })
})
