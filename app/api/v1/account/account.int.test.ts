import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authOptions } from '@/app/api/_http/auth-options'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as account } from '@/app/api/v1/account/route'
import { POST as changePassword } from '@/app/api/v1/account/password/route'
import { POST as signOutEverywhere } from '@/app/api/v1/account/sign-out-everywhere/route'
import { POST as confirmTotp } from '@/app/api/v1/account/totp/confirm/route'
import { POST as disableTotp } from '@/app/api/v1/account/totp/disable/route'
import { POST as beginTotp } from '@/app/api/v1/account/totp/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { secondFactorKey, openTotpSecret } from '@/lib/services/auth/second-factor-seal'
import { findSecondFactor } from '@/lib/db/second-factor-repository'
import { findUserByEmail } from '@/lib/db/user-repository'
import { totpCode, totpStep } from '@/lib/services/auth/totp'

let world: Awaited<ReturnType<typeof startWebWorld>>
beforeAll(async () => {
  world = await startWebWorld()
})
afterAll(() => world?.close())

type Answer = Record<string, unknown> & { token: string; code: string; secondFactor: string; detail: string }
const json = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as Answer),
})
const signIn = async (email: string, password: string, totp?: string) =>
  json(await call(askToken, 'POST', '/auth/token', { body: { email, password, totp } }))
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const demo = (password = 'demo-sandbox', totp?: string) => signIn('demo@jarvis.local', password, totp)

/** The code `stepsAhead` from now: one step ahead is taken, so a test need not wait for the next. */
const codeOf = async (email: string, stepsAhead: number): Promise<string> => {
  const user = await findUserByEmail(world.web.db, email)
  const row = await findSecondFactor(world.web.db, user!.id)
  const secret = openTotpSecret(secondFactorKey(world.web.config.authSecret), user!.id, row!)!
  return totpCode(secret, totpStep(new Date()) + stepsAhead)
}

describe('the account', () => {
  it('tells who is signed in and how well that is protected', async () => {
    const { token } = await demo()
    expect(await json(await call(account, 'GET', '/account', { headers: bearer(token) }))).toMatchObject({
      status: 200,
      account: {
        email: 'demo@jarvis.local',
        isAdmin: false,
        hasPassword: true,
        secondFactor: { enrolledAt: null, recoveryCodesLeft: 0 },
      },
    })
  })

  it('signs out everywhere: every older token is refused, a new one works', async () => {
    const { token } = await demo()
    const { token: other } = await demo()
    const answer = await call(signOutEverywhere, 'POST', '/account/sign-out-everywhere', {
      headers: bearer(token),
    })
    expect(await json(answer)).toMatchObject({ status: 200, signedOut: true })
    for (const old of [token, other])
      expect(await json(await call(account, 'GET', '/account', { headers: bearer(old) }))).toMatchObject({
        status: 401,
        detail: 'The token was revoked. Sign in again.',
      })
    const { token: fresh } = await demo()
    expect((await call(account, 'GET', '/account', { headers: bearer(fresh) })).status).toBe(200)
  })

  it('changes the password, which signs out everywhere', async () => {
    const { token } = await demo()
    const change = async (body: unknown) =>
      json(await call(changePassword, 'POST', '/account/password', { headers: bearer(token), body }))
    const newPassword = 'a much better passphrase'
    expect(await change({ password: 'guess', newPassword })).toMatchObject({ status: 403 })
    expect(await change({ password: 'demo-sandbox', newPassword: 'short' })).toMatchObject({ status: 400 })
    expect(await change({ password: 'demo-sandbox', newPassword })).toMatchObject({ status: 200 })
    expect(await change({ password: newPassword, newPassword: 'demo-sandbox-2' })).toMatchObject({
      status: 401,
    })
    expect(await demo()).toMatchObject({ status: 401 })
    expect(await demo(newPassword)).toMatchObject({ status: 200 })
  })
})

describe('signing in with an authenticator app', () => {
  const email = 'admin@jarvis.local'
  const admin = (totp?: string) => signIn(email, 'admin-sandbox', totp)

  it('needs the code or a recovery code from its confirmation to its removal', async () => {
    const { token } = await admin()
    const post = async (route: typeof beginTotp, body: unknown) =>
      json(await call(route, 'POST', '/account/totp', { headers: bearer(token), body }))
    expect(await post(beginTotp, { password: 'admin-sandbox' })).toMatchObject({
      status: 201,
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringContaining('otpauth://totp/JARVIS:admin%40jarvis.local?'),
    })
    expect(await admin()).toMatchObject({ status: 200 })

    const confirmed = await post(confirmTotp, { code: await codeOf(email, 0) })
    expect(confirmed.status).toBe(200)
    const codes = (confirmed as unknown as { recoveryCodes: string[] }).recoveryCodes
    expect(codes).toHaveLength(10)

    expect(await admin()).toMatchObject({ status: 403, code: 'forbidden', secondFactor: 'required' })
    expect(await admin('000000')).toMatchObject({ status: 403, secondFactor: 'wrong' })
    expect(await signIn(email, 'guess', codes[0])).toMatchObject({ status: 401 })
    expect(await admin(await codeOf(email, 1))).toMatchObject({ status: 200 })
    expect(await admin(codes[0])).toMatchObject({ status: 200 })
    expect(await admin(codes[0])).toMatchObject({ status: 403, secondFactor: 'wrong' })

    expect(await post(disableTotp, { code: codes[1] })).toMatchObject({
      status: 200,
      account: { secondFactor: { enrolledAt: null } },
    })
    expect(await admin()).toMatchObject({ status: 200 })
  })

  it('asks in the browser as well, where the page learns what is wrong', async () => {
    const { token } = await admin()
    const post = (route: typeof beginTotp, body: unknown) =>
      call(route, 'POST', '/account/totp', { headers: bearer(token), body })
    await post(beginTotp, { password: 'admin-sandbox' })
    await post(confirmTotp, { code: await codeOf(email, 0) })
    const { authorize } = authOptions().providers[0]!.options as { authorize: Authorize }
    const enter = (totp: string) =>
      authorize({ email, password: 'admin-sandbox', totp }, { headers: { 'x-jarvis-peer': '203.0.113.9' } })
    await expect(enter('')).rejects.toThrow('second-factor.required')
    await expect(enter('000000')).rejects.toThrow('second-factor.wrong')
    expect(await enter(await codeOf(email, 1))).toMatchObject({ email })
  })
})

type Authorize = (input: Record<string, string>, request: { headers: object }) => Promise<unknown>
