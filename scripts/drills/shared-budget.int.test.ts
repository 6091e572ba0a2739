import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createJupiterClient, type JupiterPriority } from '@/lib/adapters/jupiter/client'
import { createSharedBudget } from '@/lib/adapters/shared-budget/shared-budget'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { watchStalls } from '@/scripts/test/stalls'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { patient } from './until'

const RPS = 5
/** A little shorter than what JARVIS counts: requests need not arrive as far apart as they left. */
const WINDOW_MS = 4_800
const PER_WINDOW = RPS * 5

let testRedis: TestRedis
let redis: Redis[]
let url: string
const arrivals: number[] = []
const vendor = http.createServer((_, response) => {
  arrivals.push(performance.now())
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})
/** What a gateway sees that counts over any window. */
const mostWithin = (ms: number) =>
  Math.max(...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + ms).length))

beforeAll(async () => {
  testRedis = await createTestRedis()
  redis = [0, 1].map(() => openRedis(testRedis.url, { role: 'command' }))
  for (const one of redis) await redisReady(one, 5_000)
  vendor.listen(0, '127.0.0.1')
  await once(vendor, 'listening')
  url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`
})
afterAll(async () => {
  for (const one of redis) one.disconnect()
  vendor.closeAllConnections()
  vendor.close()
  await testRedis.drop()
})

const clientOf = (connection: Redis, shareAlone: number) => {
  const queue = createSharedBudget({
    ...{ redis: connection, name: 'vendor', rps: RPS, shareAlone },
    logger: { warn: () => {}, info: () => {} },
  })
  const client = createJupiterClient({ baseUrl: url, rps: RPS, queue })
  return (priority: JupiterPriority) => client.get('/price', {}, z.object({}), { priority })
}

it(
  'F08: web and worker together never go beyond what a key grants, with Redis gone in between, and exits do not wait',
  { timeout: patient(60_000) },
  async () => {
    const stalls = watchStalls()
    const [web, worker] = [clientOf(redis[0]!, 0.25), clientOf(redis[1]!, 0.75)]
    let ended = false
    const ask = async (client: typeof web, priority: JupiterPriority) => {
      while (!ended) await client(priority).catch(() => {})
    }
    const others = [
      ...Array.from({ length: 8 }, () => ask(web, 'quote')),
      ...Array.from({ length: 4 }, () => ask(worker, 'refresh')),
    ]
    const waits: number[] = []
    const exitFor = async (ms: number) => {
      const until = performance.now() + ms
      while (performance.now() < until) {
        const from = performance.now()
        await worker('exit')
        waits.push(performance.now() - from)
        await new Promise((resolve) => setTimeout(resolve, 1_500))
      }
    }
    await exitFor(7_000)
    for (const one of redis) one.disconnect()
    await exitFor(4_000)
    for (const one of redis) await one.connect()
    await exitFor(7_000)
    ended = true
    await Promise.all(others)

    stalls.stop()
    // A process that stands still leaves late, and is heard late.
    expect(mostWithin(WINDOW_MS - 2 * stalls.longestMs())).toBeLessThanOrEqual(PER_WINDOW)
    // Whoever waits for the next window, or for its turn among a dozen others, waits for longer.
    expect(Math.max(...waits)).toBeLessThan(2_400)
    expect(arrivals.length).toBeGreaterThan(RPS * 18 * 0.6)
  },
)
