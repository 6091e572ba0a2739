import { afterAll, beforeAll, expect, it } from 'vitest'
import { webRuntime } from '@/app/api/_http/runtime'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { GET, POST } from '@/app/api/v1/system/route'
import { systemAnswer } from '@/lib/contracts/system'
import { findUserByEmail } from '@/lib/db/user-repository'
import { createNodesReport } from '@/lib/services/health/nodes-report'

let world: Awaited<ReturnType<typeof startWebWorld>>
beforeAll(async () => {
  world = await startWebWorld()
})
afterAll(() => world?.close())

const headers = async () => {
  const user = (await findUserByEmail(world.web.db, 'demo@jarvis.local'))!
  const { token } = webRuntime().http.tokens.issue(
    { userId: user.id, sessionVersion: user.sessionVersion },
    60,
  )
  return { authorization: `Bearer ${token}` }
}
const ask = async () =>
  systemAnswer.parse(await (await call(GET, 'GET', '/system', { headers: await headers() })).json())

it('tells users how everything does, and of what nobody reports nothing', async () => {
  expect((await call(GET, 'GET', '/system')).status).toBe(401)
  expect((await call(POST, 'POST', '/system', { headers: await headers() })).status).toBe(405)
  const alone = await ask()
  expect(alone).toMatchObject({
    checks: { database: true, redis: true, rpc: true, worker: false },
    nodes: null,
  })
  expect(alone.venues?.map(({ name, quotes }) => [name, quotes])).toEqual([['jupiter', 'closed']])
  await world.web.redis.set('circuit:jupiter', '{"state":"OPEN","failures":9,"since":4000000000000}')
  expect((await ask()).venues?.[0]).toMatchObject({ name: 'jupiter', quotes: 'open', failures: 9 })
  expect(alone.queues).toEqual([{ name: 'trading', waiting: 0, active: 0, delayed: 0 }])

  await createNodesReport({
    redis: world.web.redis,
    live: { publish: () => {} },
    nodes: () => [
      {
        ...{ name: 'helius', tier: 1, state: 'behind', since: new Date(), score: 7_000, latencyMs: 30 },
        ...{ successRate: 1, slotLag: 60, slot: 447_552_000n, lastError: null },
        sending: { state: 'healthy', since: new Date(), successRate: 1, latencyMs: null },
        budget: { used: 1, waiting: 0, perSecond: 7 },
      },
    ],
    now: () => new Date(),
  })()
  expect((await ask()).nodes?.nodes).toMatchObject([{ name: 'helius', state: 'behind', slotLag: 60 }])
})
