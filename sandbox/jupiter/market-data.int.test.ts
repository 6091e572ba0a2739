import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BONK, jupiterBench, json, WIF, type JupiterBench } from './jupiter-bench.fixture'
import { USDC_MINT, WSOL_MINT } from './jupiter-world'

type Token = { id: string; symbol: string; usdPrice: number | null; audit: object; [field: string]: unknown }

let bench: JupiterBench
beforeAll(async () => {
  bench = await jupiterBench()
})
afterAll(() => bench.close())
afterEach(() => bench.faults.clear())

const tokens = async (path: string) => json<Token[]>(await bench.get(`/jupiter/tokens/v2/${path}`))
const symbols = async (path: string) => (await tokens(path)).map(({ symbol }) => symbol)
const prices = async (...ids: string[]) =>
  json<Record<string, { usdPrice: number }>>(await bench.get(`/jupiter/price/v3?ids=${ids.join(',')}`))

describe('GET /price/v3', () => {
  it('prices known mints as numbers and leaves unknown ones out', async () => {
    const body = await prices(BONK, bench.wallet)
    expect(body).toEqual({
      [BONK]: {
        createdAt: '2024-01-29T17:33:29.000Z',
        liquidity: 2_000_000,
        usdPrice: 0.00002,
        blockId: Number(bench.chain.slot),
        decimals: 5,
        priceChange24h: 1.5,
      },
    })
  })

  it('wants from 1 to 50 ids', async () => {
    expect((await bench.get('/jupiter/price/v3')).status).toBe(400)
    const many = Array.from({ length: 51 }, () => BONK).join(',')
    expect((await bench.get(`/jupiter/price/v3?ids=${many}`)).status).toBe(400)
  })

  it('omits under omit_price: every mint, or the one named by mint or symbol', async () => {
    const fault = bench.faults.add({ target: 'jupiter', kind: 'omit_price' })
    expect(await prices(BONK, WIF)).toEqual({})
    bench.faults.remove(fault.id)
    bench.faults.add({ target: 'jupiter', kind: 'omit_price', value: 'WIF' })
    expect(Object.keys(await prices(BONK, WIF))).toEqual([BONK])
    expect((await tokens(`search?query=${WIF}`))[0]?.usdPrice).toBeNull()
  })

  it('multiplies one tick under a counted bad_tick', async () => {
    bench.faults.add({ target: 'jupiter', kind: 'bad_tick', value: 0.05, count: 1 })
    expect((await prices(WIF))[WIF]?.usdPrice).toBeCloseTo(0.1)
    expect((await prices(WIF))[WIF]?.usdPrice).toBe(2)
  })
})

describe('GET /tokens/v2', () => {
  it('answers the whole documented token', async () => {
    const [token] = await tokens(`search?query=${BONK}`)
    const swapStats = {
      priceChange: 1.5,
      liquidityChange: 0,
      volumeChange: 2,
      holderChange: 0,
      buyVolume: 600,
      sellVolume: 400,
      buyOrganicVolume: 480,
      sellOrganicVolume: 320,
      numBuys: 12,
      numSells: 8,
      numTraders: 9,
      numOrganicBuyers: 4,
      numNetBuyers: 4,
    }
    expect(token).toEqual({
      id: BONK,
      name: 'BONK',
      symbol: 'BONK',
      icon: null,
      decimals: 5,
      tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
      createdAt: '2024-01-29T17:33:29.000Z',
      circSupply: 1_000_000,
      totalSupply: 1_000_000,
      firstPool: { id: bench.amm.poolOf(BONK)?.address, createdAt: '2024-01-29T17:33:29.000Z' },
      holderCount: 100,
      audit: { mintAuthorityDisabled: true, freezeAuthorityDisabled: true, topHoldersPercentage: 10 },
      organicScore: 80,
      organicScoreLabel: 'high',
      isVerified: true,
      tags: ['verified'],
      fdv: 20,
      mcap: 20,
      usdPrice: 0.00002,
      priceBlockId: Number(bench.chain.slot),
      liquidity: 2_000_000,
      stats5m: swapStats,
      stats1h: swapStats,
      stats6h: swapStats,
      stats24h: swapStats,
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
  })

  it('flags what is wrong with a token only where it is', async () => {
    const [token] = await tokens(`search?query=${WIF}`)
    expect(token?.audit).toEqual({
      isSus: true,
      mintAuthorityDisabled: false,
      freezeAuthorityDisabled: true,
      topHoldersPercentage: 10,
    })
    expect(token).toMatchObject({ isVerified: false, organicScoreLabel: 'low', mintAuthority: USDC_MINT })
  })

  it('searches by mints, symbol and name', async () => {
    expect(await symbols(`search?query=${WIF},${BONK}`)).toEqual(['BONK', 'WIF'])
    expect(await symbols('search?query=bonk')).toEqual(['BONK'])
    expect(await symbols('search?query=nothing')).toEqual([])
    expect((await bench.get('/jupiter/tokens/v2/search')).status).toBe(400)
  })

  it('lists tags, rankings and the newest', async () => {
    expect(await symbols('tag?query=verified')).toEqual(['SOL', 'USDC', 'BONK'])
    expect(await symbols('toporganicscore/24h')).toEqual(['BONK', 'WIF'])
    expect(await symbols('toptraded/1h?limit=1')).toEqual(['BONK'])
    expect(await symbols('recent')).toEqual(['WIF', 'SOL', 'BONK'])
    for (const path of ['tag?query=meme', 'toptraded/2h', 'toptraded/1h?limit=101']) {
      expect((await bench.get(`/jupiter/tokens/v2/${path}`)).status).toBe(400)
    }
    expect((await bench.get('/jupiter/tokens/v2/worst/1h')).status).toBe(404)
  })
})

describe('GeckoTerminal', () => {
  const gecko = (path: string) => bench.get(`/geckoterminal/api/v2/networks/solana/${path}`)
  type Resource = { id: string; type: string; attributes: Record<string, unknown>; relationships: unknown }

  it('answers several tokens with their pools', async () => {
    const body = await json<{ data: Resource[]; included: Resource[] }>(
      await gecko(`tokens/multi/${BONK},${bench.wallet}?include=top_pools`),
    )
    const pool = bench.amm.poolOf(BONK)?.address
    expect(body.data).toHaveLength(1)
    expect(body.data[0]).toMatchObject({
      id: `solana_${BONK}`,
      type: 'token',
      attributes: { address: BONK, decimals: 5, price_usd: '0.00002', volume_usd: { h24: '1000.0' } },
      relationships: { top_pools: { data: [{ id: `solana_${pool}`, type: 'pool' }] } },
    })
    expect(body.included[0]).toMatchObject({
      type: 'pool',
      attributes: { address: pool, name: 'BONK / USDC', transactions: { h24: { buys: 12, sells: 8 } } },
      relationships: {
        base_token: { data: { id: `solana_${BONK}` } },
        dex: { data: { id: 'raydium-cpmm' } },
      },
    })
    const many = Array.from({ length: 31 }, () => BONK).join(',')
    expect((await gecko(`tokens/multi/${many}`)).status).toBe(400)
  })

  it('lists the pools of a token', async () => {
    const body = await json<{ data: Resource[] }>(await gecko(`tokens/${WIF}/pools`))
    expect(body.data.map(({ attributes }) => attributes.address)).toEqual([bench.amm.poolOf(WIF)?.address])
    expect((await gecko(`tokens/${bench.wallet}/pools`)).status).toBe(404)
  })

  it('charts newest first, merged and limited', async () => {
    const pool = bench.amm.poolOf(BONK)?.address
    type Chart = { data: { attributes: { ohlcv_list: number[][] } }; meta: unknown }
    const chart = async (rest: string) =>
      (await json<Chart>(await gecko(`pools/${pool}/ohlcv/${rest}`))).data.attributes.ohlcv_list
    const minutes = await chart('minute?limit=2')
    expect(minutes.map(([time]) => time)).toEqual([60 * 1_000_139, 60 * 1_000_138])
    const [hour] = await chart('hour?limit=1')
    // Minutes 1,000,080 to 1,000,139 of the fixture make this hour.
    expect(hour).toEqual([60 * 1_000_080, 1_000_081, 1_000_142, 0.5, 1_000_141, 600])
    const [five] = await chart(`minute?aggregate=5&before_timestamp=${60 * 1_000_100}&limit=1`)
    expect(five?.[0]).toBe(60 * 1_000_095)
    for (const rest of [
      'week',
      'minute?aggregate=2',
      'minute?limit=1001',
      'minute?currency=eur',
      'minute?token=x',
    ]) {
      expect((await gecko(`pools/${pool}/ohlcv/${rest}`)).status).toBe(400)
    }
    expect((await gecko(`pools/${bench.wallet}/ohlcv/day`)).status).toBe(404)
  })

  it('has its own prices to spoil', async () => {
    bench.faults.add({ target: 'geckoterminal', kind: 'bad_tick', value: 10 })
    const body = await json<{ data: Resource[] }>(await gecko(`tokens/multi/${WSOL_MINT}`))
    expect(body.data[0]?.attributes.price_usd).toBe('1500.0')
    expect((await prices(WSOL_MINT))[WSOL_MINT]?.usdPrice).toBe(150)
  })
})
