import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, recoveryCodes, secondFactors } from '@/drizzle/schema'
import { openDatabase, type DatabaseHandle } from '@/lib/db/client'
import { runMigrations } from '@/lib/db/migrate'
import { insertUser } from '@/lib/db/user-repository'
import { createTestDatabase } from '@/scripts/test/test-database'
import { beginTotp } from './begin-totp'
import { confirmTotp } from './confirm-totp'
import { disableTotp } from './disable-totp'
import { hashPassword } from './password'
import { renewRecoveryCodes } from './renew-recovery-codes'
import { openTotpSecret, sealTotpSecret, secondFactorKey } from './second-factor-seal'
import { totpCode, totpStep } from './totp'
import { requireSecondFactor } from './verify-totp'

const key = secondFactorKey('a secret of at least thirty-two characters')
const password = 'correct horse battery'
let test: Awaited<ReturnType<typeof createTestDatabase>>
let handle: DatabaseHandle
let passwordHash: string
beforeAll(async () => {
  test = await createTestDatabase()
  await runMigrations(test.url)
  handle = openDatabase(test.url, { applicationName: 'test', maxConnections: 10 })
  passwordHash = await hashPassword(password)
})
afterAll(async () => {
  await handle?.close()
  await test?.drop()
})

let clock: Date
const now = () => clock
const pass = (seconds: number) => (clock = new Date(clock.getTime() + seconds * 1000))
let userId: number
let deps: Parameters<typeof requireSecondFactor>[0]
beforeEach(async () => {
  clock = new Date('2026-05-01T12:00:10Z')
  deps = { db: handle.db, secondFactorKey: key, now }
  const email = `${randomUUID()}@jarvis.local`
  userId = (await insertUser(handle.db, { email, passwordHash, displayName: 'X', isAdmin: false }))!
})

const context = () => ({
  actor: { kind: 'user' as const, id: String(userId), ip: '203.0.113.9' },
  userId,
  now,
  newId: randomUUID,
})
const storedSecret = async () => {
  const [row] = await handle.db.select().from(secondFactors).where(eq(secondFactors.userId, userId))
  return openTotpSecret(key, userId, row!)!
}
const codeNow = async (stepsAway = 0) => totpCode(await storedSecret(), totpStep(clock) + stepsAway)
const enrol = async () => {
  await beginTotp(deps, context(), { password })
  const { recoveryCodes } = await confirmTotp(deps, context(), { code: await codeNow() })
  pass(30)
  return recoveryCodes
}
const verdict = (code: string | undefined) =>
  requireSecondFactor(deps, userId, code).then(
    () => 'passed',
    (error: { code: string; extra: { secondFactor: string } }) => `${error.code} ${error.extra.secondFactor}`,
  )
const wrongCode = async () => {
  const near = new Set(await Promise.all([-1, 0, 1].map(codeNow)))
  return ['000000', '000001', '000002', '000003'].find((code) => !near.has(code))!
}

describe('a second factor', () => {
  it('is not asked for before it is confirmed', async () => {
    expect(await verdict(undefined)).toBe('passed')
    await expect(beginTotp(deps, context(), { password: 'guess' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(beginTotp(deps, context(), {})).rejects.toMatchObject({ code: 'validation' })
    const first = await beginTotp(deps, context(), { password })
    const second = await beginTotp(deps, context(), { password })
    expect(second.secret).not.toBe(first.secret)
    expect(await verdict(undefined)).toBe('passed')
    await expect(confirmTotp(deps, context(), { code: await wrongCode() })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await verdict(undefined)).toBe('passed')
  })

  it('is stored sealed, bound to its owner', async () => {
    const { secret } = await beginTotp(deps, context(), { password })
    const [row] = await handle.db.select().from(secondFactors).where(eq(secondFactors.userId, userId))
    expect(Buffer.from(row!.sealedSecret).toString('latin1')).not.toContain(secret)
    expect(() => openTotpSecret(key, userId + 1, row!)).toThrow()
    expect(
      openTotpSecret(secondFactorKey('another secret of thirty-two characters'), userId, row!),
    ).toBeNull()
    expect(sealTotpSecret(key, userId, await storedSecret()).sealedSecret).not.toEqual(row!.sealedSecret)
  })

  it('is asked for once it is confirmed; each code works once', async () => {
    await enrol()
    expect(await verdict(undefined)).toBe('forbidden required')
    expect(await verdict(' ')).toBe('forbidden required')
    const code = await codeNow()
    expect(await verdict(code)).toBe('passed')
    expect(await verdict(code)).toBe('forbidden wrong')
    expect(await verdict(await codeNow(-1))).toBe('forbidden wrong')
    pass(30)
    const spaced = await codeNow()
    expect(await verdict(`${spaced.slice(0, 3)} ${spaced.slice(3)}`)).toBe('passed')
    await expect(beginTotp(deps, context(), { password })).rejects.toMatchObject({ code: 'validation' })
  })

  it('takes one of ten that send the same code at once', async () => {
    const [recovery] = await enrol()
    for (const code of [await codeNow(), recovery!]) {
      const verdicts = await Promise.all(Array.from({ length: 10 }, () => verdict(code)))
      expect(verdicts.filter((one) => one === 'passed')).toHaveLength(1)
    }
  })

  it('makes guessing wait, but not for who has a recovery code', async () => {
    const codes = await enrol()
    for (let guess = 0; guess < 5; guess += 1)
      expect(await verdict(await wrongCode())).toBe('forbidden wrong')
    expect(await verdict(await codeNow())).toBe('forbidden locked')
    pass(16 * 60)
    expect(await verdict(await wrongCode())).toBe('forbidden wrong')
    expect(await verdict(await codeNow())).toBe('forbidden locked')
    expect(await verdict(codes[0])).toBe('passed')
    expect(await verdict(await codeNow())).toBe('passed')
  })

  it('can be replaced by each recovery code once, until they are renewed', async () => {
    const codes = await enrol()
    expect(await verdict(codes[3]!.toLowerCase())).toBe('passed')
    expect(await verdict(codes[3])).toBe('forbidden wrong')
    const { recoveryCodes: renewed } = await renewRecoveryCodes(deps, context(), { code: codes[4]! })
    expect(await verdict(codes[5])).toBe('forbidden wrong')
    expect(await verdict(renewed[0])).toBe('passed')
    const stored = await handle.db.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId))
    expect(stored).toHaveLength(10)
    for (const row of stored) expect(row.codeHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('survives a lost AUTH_SECRET by a recovery code', async () => {
    const codes = await enrol()
    deps = { ...deps, secondFactorKey: secondFactorKey('another secret of thirty-two characters') }
    expect(await verdict(await codeNow())).toBe('forbidden unreadable')
    await disableTotp(deps, context(), { code: codes[0]! })
    expect(await verdict(undefined)).toBe('passed')
  })

  it('goes only with a right code, and every change is in the audit log', async () => {
    await enrol()
    await expect(disableTotp(deps, context(), { code: await wrongCode() })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await disableTotp(deps, context(), { code: await codeNow() })
    expect(await verdict(undefined)).toBe('passed')
    const rows = await handle.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.userId, userId))
      .orderBy(auditLog.id)
    expect(rows.map((row) => row.action)).toEqual([
      'second-factor.begun',
      'second-factor.enrolled',
      'second-factor.refused',
      'second-factor.removed',
    ])
    expect(rows[1]).toMatchObject({ ipAddress: '203.0.113.9', actor: { kind: 'user', id: String(userId) } })
  })
})
