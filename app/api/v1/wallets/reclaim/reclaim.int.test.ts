import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET, POST } from '@/app/api/v1/wallets/reclaim/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'

let world: Awaited<ReturnType<typeof startWebWorld>>
let headers: Record<string, string>
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  headers = { authorization: `Bearer ${((await answer.json()) as { token: string }).token}` }
})
afterAll(() => world?.close())

describe('/wallets/reclaim', () => {
  it('shows what can be closed', async () => {
    const answer = await call(GET, 'GET', '/wallets/reclaim', { headers })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ accounts: [], rentSol: '0', feeSol: '0', maxAccounts: 10 })
  })

  const account = '4'.repeat(43)
  it.each([
    ['without a key', {}, { accounts: [account] }],
    ['of nothing', { 'idempotency-key': 'a' }, { accounts: [] }],
    ['of the same account twice', { 'idempotency-key': 'b' }, { accounts: [account, account] }],
    ["of somebody else's account", { 'idempotency-key': 'c' }, { accounts: [account], burnDust: true }],
  ])('refuses closing %s', async (_, key, body) => {
    const answer = await call(POST, 'POST', '/wallets/reclaim', { headers: { ...headers, ...key }, body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'validation' })
  })
})
