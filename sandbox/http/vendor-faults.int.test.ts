import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BONK, jupiterBench, type JupiterBench } from '@/sandbox/jupiter/jupiter-bench.fixture'
import type { FaultInput } from '@/sandbox/faults/fault-board'

let bench: JupiterBench
beforeAll(async () => {
  bench = await jupiterBench()
})
afterAll(() => bench.close())
afterEach(() => bench.faults.clear())

const PRICE = `/jupiter/price/v3?ids=${BONK}`
const GECKO = `/geckoterminal/api/v2/networks/solana/tokens/multi/${BONK}`
const strike = (fault: Partial<FaultInput> & Pick<FaultInput, 'kind'>) =>
  bench.faults.add({ target: 'jupiter', ...fault })

describe('faults of a vendor', () => {
  it('down: the connection is cut without an answer', async () => {
    strike({ kind: 'down' })
    await expect(bench.get(PRICE)).rejects.toThrow('fetch failed')
    expect((await bench.get(GECKO)).status).toBe(200)
  })

  it('error: the status asked for, 500 by default', async () => {
    const fault = strike({ kind: 'error', value: 503 })
    const response = await bench.get(PRICE)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ code: 503, message: '[API Gateway] Service unavailable' })
    bench.faults.remove(fault.id)
    strike({ kind: 'error' })
    expect((await bench.get(PRICE)).status).toBe(500)
  })

  it("rate_limit: Jupiter's 429 with an absolute reset and no Retry-After", async () => {
    strike({ kind: 'rate_limit', value: 30 })
    const response = await bench.get(PRICE)
    expect(response.status).toBe(429)
    expect(await response.json()).toEqual({ code: 429, message: '[API Gateway] Too many requests' })
    expect(response.headers.get('retry-after')).toBeNull()
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0')
    const waitSeconds = Number(response.headers.get('x-ratelimit-reset')) - Date.now() / 1_000
    expect(waitSeconds).toBeGreaterThan(28)
    expect(waitSeconds).toBeLessThan(32)
  })

  it("rate_limit: CoinGecko's 429", async () => {
    strike({ target: 'geckoterminal', kind: 'rate_limit' })
    const response = await bench.get(GECKO)
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({ status: { error_code: 429 } })
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('slow: the right answer, later', async () => {
    strike({ kind: 'slow', value: 150 })
    const started = performance.now()
    expect((await bench.get(PRICE)).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(145)
  })

  it('hang: no answer while the caller waits', async () => {
    strike({ kind: 'hang' })
    const call = fetch(bench.url + PRICE, { signal: AbortSignal.timeout(200) })
    await expect(call).rejects.toThrow(/aborted due to timeout/)
  })

  it('malformed: 200 with JSON cut short', async () => {
    strike({ kind: 'malformed' })
    const response = await bench.get(PRICE)
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(text.startsWith('{')).toBe(true)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })

  it('error_after_effect: 504', async () => {
    strike({ kind: 'error_after_effect' })
    expect((await bench.get(PRICE)).status).toBe(504)
  })

  it('strikes only below its path and only so often', async () => {
    strike({ kind: 'error', path: '/swap/v2', count: 2 })
    const statuses = async (path: string) => [
      (await bench.get(path)).status,
      (await bench.get(path)).status,
      (await bench.get(path)).status,
    ]
    expect(await statuses(PRICE)).toEqual([200, 200, 200])
    expect(await statuses('/jupiter/swap/v2/order')).toEqual([500, 500, 400])
  })
})

describe('the front of the sandbox', () => {
  it('says what there is when asked for something else', async () => {
    const response = await bench.get('/nothing/here')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      error: 'No stand-in at /nothing/here. There are: jupiter, geckoterminal, rpc, control',
    })
    expect((await bench.get('/jupiter/ultra/v1/order')).status).toBe(404)
  })

  it('refuses a body of more than a megabyte', async () => {
    expect((await bench.post('/jupiter/swap/v1/swap', 'x'.repeat(1_000_001))).status).toBe(413)
  })
})
