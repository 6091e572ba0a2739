import { afterAll, beforeAll, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as wrong, POST as adopt } from '@/app/api/v1/positions/adopt/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { positions } from '@/drizzle/schema'

let world: Awaited<ReturnType<typeof startWebWorld>>
let authorization: string
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  authorization = `Bearer ${((await answer.json()) as { token: string }).token}`
})
afterAll(() => world?.close())

const ask = async (body: unknown, headers: Record<string, string> = { authorization }) => {
  const answer = await call(adopt, 'POST', '/positions/adopt', { headers, body })
  return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) }
}

it('refuses what cannot be guarded, and says why', async () => {
  expect(await ask({ token: 'USDC' })).toMatchObject({
    status: 400,
    code: 'validation',
    detail: expect.stringContaining('USDC is what you pay with'),
  })
  // No worker runs here, so no price is fresh: its stop could not be watched.
  expect(await ask({ token: 'BONK' })).toMatchObject({ status: 503, code: 'venue.unavailable' })
  expect(await ask({ token: 'NOSUCHTOKEN' })).toMatchObject({ code: 'token.unknown' })
})

it.each([
  {},
  { token: 'BONK', stopLossPct: 100 },
  { token: 'BONK', stopLossPct: 0 },
  { token: 'BONK', nonsense: 1 },
])('refuses %j', async (body) => expect(await ask(body)).toMatchObject({ status: 400, code: 'validation' }))

it('is for whom it concerns, and stores nothing when it refuses', async () => {
  expect(await ask({ token: 'BONK' }, {})).toMatchObject({ status: 401 })
  expect((await call(wrong, 'GET', '/positions/adopt', { headers: { authorization } })).status).toBe(405)
  expect(await world.web.db.select().from(positions)).toEqual([])
})
