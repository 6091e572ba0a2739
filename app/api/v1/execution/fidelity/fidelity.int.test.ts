import { afterAll, beforeAll, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as fidelity, POST as wrong } from '@/app/api/v1/execution/fidelity/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'

let world: Awaited<ReturnType<typeof startWebWorld>>
let authorization: string
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  authorization = `Bearer ${((await answer.json()) as { token: string }).token}`
})
afterAll(() => world?.close())

it('says that nothing was compared before the first fill', async () => {
  const answer = await call(fidelity, 'GET', '/execution/fidelity', { headers: { authorization } })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    fidelity: {
      pairs: 0,
      meanBps: null,
      spreadBps: null,
      onlySimulated: 0,
      onlyReal: 0,
      medianLatencyMs: null,
    },
  })
})

it('is for whom it concerns, and read only', async () => {
  expect((await call(fidelity, 'GET', '/execution/fidelity')).status).toBe(401)
  const answer = await call(wrong, 'POST', '/execution/fidelity', { headers: { authorization } })
  expect(answer.status).toBe(405)
})
