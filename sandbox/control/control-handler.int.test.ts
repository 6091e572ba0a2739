import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BONK, sandboxClient, type SandboxClient } from '@/sandbox/sandbox-client.fixture'

type Row = {
  mint: string
  symbol: string
  decimals: number
  priceUsd: number
  liquidityUsd: number
  volume24hUsd: number
}

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxClient()
  await client.control('PUT', '/market', { frozen: true })
})
afterAll(() => client.close())
afterEach(() => client.control('DELETE', '/faults'))

const status = (path: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const call = request(client.url + path, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject).end()
  })
const rows = () => client.control<Row[]>('GET', '/market')
const rowOf = async (symbol: string) => (await rows()).find((row) => row.symbol === symbol)

describe('who may use the control API', () => {
  it('refuses any request that has an Origin, and foreign names of this machine', async () => {
    expect(await status('/control/market', {})).toBe(200)
    expect(await status('/control/market', { host: 'localhost:1' })).toBe(200)
    expect(await status('/control/market', { origin: 'http://127.0.0.1:3000' })).toBe(403)
    expect(await status('/control/market', { origin: 'null' })).toBe(403)
    expect(await status('/control/market', { host: 'evil.example' })).toBe(403)
  })
})

describe('the market', () => {
  it('lists the tokens with their figures', async () => {
    const list = await rows()
    expect(list.length).toBeGreaterThanOrEqual(25)
    for (const symbol of ['SOL', 'USDC', 'BONK', 'WIF', 'JUP']) {
      expect(list.filter((row) => row.symbol === symbol)).toHaveLength(1)
      expect((await rowOf(symbol))?.liquidityUsd).toBeGreaterThanOrEqual(1_000_000)
    }
    expect(list.filter(({ symbol }) => symbol === 'TWIN')).toHaveLength(2)
    expect(await rowOf('BONK')).toEqual({
      mint: BONK,
      symbol: 'BONK',
      decimals: 5,
      priceUsd: expect.any(Number),
      liquidityUsd: expect.any(Number),
      volume24hUsd: expect.any(Number),
    })
  })

  it('moves a price by percent or to a figure, by symbol or mint', async () => {
    const before = (await rowOf('BONK'))?.priceUsd ?? 0
    const moved = await client.control<Row>('PUT', '/market/BONK', { changePct: 25 })
    expect(moved.priceUsd / before).toBeCloseTo(1.25, 3)
    expect(
      (await client.control<Row>('PUT', `/market/${BONK}`, { priceUsd: '0.00003' })).priceUsd,
    ).toBeCloseTo(0.00003, 8)
    const deep = await client.control<Row>('PUT', '/market/BONK', { liquidityUsd: 9_000_000 })
    expect(deep.liquidityUsd).toBeCloseTo(9_000_000, -3)
    expect(deep.priceUsd).toBeCloseTo(0.00003, 8)
  })

  it('takes and tells the settings', async () => {
    const settings = await client.control('PUT', '/market', { speed: 2, seed: 5, halfLifeMs: 1_000 })
    expect(settings).toEqual({ frozen: true, speed: 2, seed: '5', halfLifeMs: 1_000 })
  })
})

describe('faults', () => {
  it('are added, listed and removed', async () => {
    const fault = { target: 'jupiter', kind: 'slow', value: 5, path: '/swap/v2', count: 3, forMs: 60_000 }
    const response = await client.send('POST', '/control/faults', fault)
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as { id: string }
    expect(await client.control('GET', '/faults')).toEqual([{ ...fault, id, createdAt: expect.any(Number) }])
    expect((await client.send('DELETE', `/control/faults/${id}`)).status).toBe(204)
    expect((await client.send('DELETE', `/control/faults/${id}`)).status).toBe(404)
    await client.control('POST', '/faults', fault)
    expect((await client.send('DELETE', '/control/faults')).status).toBe(204)
    expect(await client.control('GET', '/faults')).toEqual([])
  })
})

describe('wrong input', () => {
  const wallet = 'GkwFnmMDvn3HGMpJpWBg8tgJxr3NxNvg3AXxvXVPbRGJ'
  const move = { from: wallet, to: wallet, mint: 'BONK', amountRaw: '1' }
  it.each([
    ['PUT', '/market', { frozen: 'yes' }, 'frozen'],
    ['PUT', '/market', { speed: 0 }, 'speed'],
    ['PUT', '/market', { pause: true }, 'pause'],
    ['PUT', '/market/BONK', { priceUsd: 0 }, 'priceUsd'],
    ['PUT', '/market/BONK', { changePct: -100 }, 'changePct'],
    ['PUT', '/market/BONK', { priceUsd: 1, changePct: 1 }, 'changePct'],
    ['PUT', '/market/BONK', { liquidityUsd: 'much' }, 'liquidityUsd'],
    ['PUT', '/market/BONK', {}, undefined],
    ['PUT', '/market/TWIN', { priceUsd: 1 }, 'token'],
    ['POST', '/faults', { target: 'kraken', kind: 'down' }, 'target'],
    ['POST', '/faults', { target: 'jupiter', kind: 'explode' }, 'kind'],
    ['POST', '/faults', { target: 'jupiter', kind: 'error', value: 200 }, 'value'],
    ['POST', '/faults', { target: 'jupiter', kind: 'bad_tick' }, 'value'],
    ['POST', '/faults', { target: 'jupiter', kind: 'slow', value: 'long' }, 'value'],
    ['POST', '/faults', { target: 'chain', kind: 'freeze_token' }, 'value'],
    ['POST', '/faults', { target: 'chain', kind: 'freeze_token', value: 'NOPE' }, 'value'],
    ['POST', '/faults', { target: 'jupiter', kind: 'down', count: 0 }, 'count'],
    ['POST', '/faults', { target: 'jupiter', kind: 'down', forMs: -1 }, 'forMs'],
    ['POST', '/faults', { target: 'jupiter', kind: 'down', path: 'swap' }, 'path'],
    ['POST', '/airdrop', { wallet: 'me', sol: 1 }, 'wallet'],
    ['POST', '/airdrop', { wallet }, 'sol'],
    ['POST', '/airdrop', { wallet, sol: -1 }, 'sol'],
    ['POST', '/airdrop', { wallet, usdc: '0.0000001' }, 'usdc'],
    ['POST', '/transfer', { ...move, from: 'x' }, 'from'],
    ['POST', '/transfer', { ...move, amountRaw: '1.5' }, 'amountRaw'],
    ['POST', '/transfer', { ...move, amountRaw: 0 }, 'amountRaw'],
    ['POST', '/transfer', { ...move, amountRaw: '9'.repeat(18) }, 'amountRaw'],
    ['POST', '/transfer', { ...move, mint: undefined }, 'mint'],
    ['GET', '/ledger/nobody', undefined, 'wallet'],
  ])('%s %s %j names the field', async (method, path, body, field) => {
    const response = await client.send(method, `/control${path}`, body)
    expect(response.status).toBe(400)
    const answer = (await response.json()) as { error: string; field?: string }
    expect(answer.field).toBe(field)
    expect(answer.error.length).toBeGreaterThan(10)
  })

  it('answers what there is to a wrong path, method or token', async () => {
    const answers = await Promise.all([
      client.send('POST', '/control/landings', {}),
      client.send('PATCH', '/control/market', {}),
      client.send('PUT', '/control/market/NOPE', { priceUsd: 1 }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([404, 405, 404])
    expect(await answers[0]?.json()).toEqual({ error: expect.stringContaining('no POST /landings') })
  })
})
