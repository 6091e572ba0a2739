import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as health } from '@/app/api/v1/health/route'
import { GET as live } from '@/app/api/v1/health/live/route'
import { GET as ready } from '@/app/api/v1/health/ready/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { WORKER_KEY } from '@/lib/composition/health-checks'
import { createServer, type Server } from 'node:net'
import { createWebComposition } from '@/lib/composition/create-web-composition'
import { useWebComposition } from '@/lib/composition/web'
import { STREAM_KEY } from '@/lib/services/prices/price-keys'

let world: Awaited<ReturnType<typeof startWebWorld>>

beforeAll(async () => {
  world = await startWebWorld()
})
afterAll(() => world?.close())

const report = (key: string, ageMs: number) =>
  world.web.redis.set(key, JSON.stringify({ slot: 1, at: Date.now() - ageMs, source: 'websocket' }))

/** The stream's last report stays `ageMs` old however long it takes. */
const settled = async (route: typeof health, status: number, ageMs = 0) => {
  const deadline = Date.now() + 5_000
  for (;;) {
    await report(STREAM_KEY, ageMs)
    const response = await call(route, 'GET', '/health')
    if (response.status === status || Date.now() > deadline) {
      expect(response.status).toBe(status)
      return (await response.json()) as Record<string, unknown>
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('health', () => {
  it('is healthy only while the account stream delivers', async () => {
    await report(WORKER_KEY, 0)
    expect(await settled(health, 200)).toEqual({
      status: 'healthy',
      mode: 'sandbox',
      checks: { database: true, redis: true, rpc: true, geyser: true },
    })
    expect(await settled(ready, 200)).toMatchObject({ canTrade: true, canExit: true, reasons: [] })
    expect(await settled(health, 503, 5_500)).toMatchObject({
      status: 'unhealthy',
      checks: { geyser: false, rpc: true },
    })
    expect(await settled(ready, 503, 5_500)).toMatchObject({
      code: 'venue.unavailable',
      canTrade: false,
      canExit: true,
    })
  })

  it('counts the chain as there while one node answers', async () => {
    const fault = (target: string) =>
      world.sandbox.control<{ id: string }>('POST', '/faults', { target, kind: 'hang' })
    await fault('helius')
    expect(await settled(health, 200)).toMatchObject({ checks: { rpc: true } })
    await fault('public')
    expect(await settled(health, 503)).toMatchObject({ checks: { rpc: false } })
    await world.sandbox.control('DELETE', '/faults')
    await settled(health, 200)
  })
})

describe('health when everything hangs', () => {
  let silent: Server

  beforeAll(async () => {
    // Accepts connections and never says a word.
    silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => silent.close())

  it('answers 503 within two seconds', async () => {
    const { port } = silent.address() as { port: number }
    const at = `127.0.0.1:${port}`
    const hanging = createWebComposition({
      ...world.web.config,
      databaseUrl: `postgres://x:y@${at}/z`,
      redisUrl: `redis://${at}`,
      rpcProviders: [{ name: 'public', tier: 3, url: `http://${at}`, wsUrl: `ws://${at}` }],
    })
    useWebComposition(hanging)
    try {
      for (let i = 0; i < 3; i++) {
        const started = performance.now()
        const response = await call(health, 'GET', '/health')
        expect(performance.now() - started).toBeLessThan(2_000)
        expect(response.status).toBe(503)
        expect(await response.json()).toEqual({
          status: 'unhealthy',
          mode: 'sandbox',
          checks: { database: false, redis: false, rpc: false, geyser: false },
        })
      }
      expect((await call(live, 'GET', '/health/live')).status).toBe(200)
    } finally {
      useWebComposition(world.web)
      await hanging.close()
    }
  })
})
