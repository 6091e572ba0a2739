import { describe, expect, it } from 'vitest'
import { admit } from './admission'
import { LIMITS, testRuntime, testUser } from './http-runtime.fixture'

const exit = { route: 'POST /trade/sell', auth: 'user', limit: 'exit' } as const

const post = (authorization: string) =>
  new Request('http://127.0.0.1:3000/api/v1/trade/sell', { method: 'POST', headers: { authorization } })

describe('a revoked token', () => {
  it('uses up none of its owner’s exits', async () => {
    const { http, bearer } = testRuntime()
    const old = { userId: testUser.id, sessionVersion: testUser.sessionVersion - 1 }
    const stolen = `Bearer ${http.tokens.issue(old, 60).token}`
    for (let i = 0; i < LIMITS.exit * 2; i++)
      await expect(admit(http, exit, post(stolen), '1.1.1.1')).rejects.toThrow()
    const { caller } = await admit(http, exit, post(bearer()), '1.1.1.1')
    expect(caller?.user.id).toBe(testUser.id)
  })
})
