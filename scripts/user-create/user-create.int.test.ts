import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditLog } from '@/drizzle/schema'
import { type DatabaseHandle, openDatabase } from '@/lib/db/client'
import { runMigrations } from '@/lib/db/migrate'
import { findUserByEmail, usersWithoutTradingWallet } from '@/lib/db/user-repository'
import { MAINNET_GENESIS } from '@/lib/domain/tokens/genesis'
import { verifyPassword } from '@/lib/services/auth/password'
import { claimInstallation } from '@/lib/services/installation/claim-installation'
import { createTestDatabase, type TestDatabase } from '../test/test-database'

let database: TestDatabase
let handle: DatabaseHandle
beforeAll(async () => {
  database = await createTestDatabase()
  await runMigrations(database.url)
  handle = openDatabase(database.url, { applicationName: 'user-create-test' })
  await claimInstallation(handle, { mode: 'paper', genesisHash: MAINNET_GENESIS })
})
afterAll(async () => {
  await handle?.close()
  await database?.drop()
})

const create = async (argv: string[], password = '', env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['scripts/user-create.mjs', ...argv], {
    env: { ...process.env, JARVIS_ENV_FILE: '', JARVIS_MODE: 'paper', DATABASE_URL: database.url, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  child.stdin.end(`${password}\n`)
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}

it('makes an account that can sign in, with its audit row; the worker makes its wallet', async () => {
  const { code, said } = await create(['ada@example.com', '--admin', '--name', 'Ada'], 'a long enough one')
  expect(said).toContain('ada@example.com can sign in, as an administrator.')
  expect(said).not.toContain('a long enough one')
  expect(code).toBe(0)
  const user = (await findUserByEmail(handle.db, 'ADA@example.com'))!
  expect(user).toMatchObject({ displayName: 'Ada', isAdmin: true })
  expect(await verifyPassword('a long enough one', user.passwordHash)).toBe(true)
  expect(await usersWithoutTradingWallet(handle.db, 10)).toEqual([user.id])
  const audited = await handle.db.select().from(auditLog).where(eq(auditLog.userId, user.id))
  expect(audited).toMatchObject([{ action: 'user.created', details: { email: 'ada@example.com' } }])
})

it('makes a password itself, and refuses twins, short passwords and the wrong mode', async () => {
  const made = await create(['bob@example.com', '--generate'])
  const password = /shown this once: (\S+)/.exec(made.said)![1]!
  const bob = (await findUserByEmail(handle.db, 'bob@example.com'))!
  expect(await verifyPassword(password, bob.passwordHash)).toBe(true)

  const twin = await create(['Bob@example.com', '--generate'])
  expect(twin).toMatchObject({ code: 1, said: expect.stringContaining('already') })
  const short = await create(['eve@example.com'], 'short')
  expect(short).toMatchObject({ code: 1, said: expect.stringContaining('characters') })
  const live = await create(['eve@example.com', '--generate'], '', { JARVIS_MODE: 'live' })
  expect(live).toMatchObject({ code: 1, said: expect.stringContaining('belongs to paper mode') })
  expect(await findUserByEmail(handle.db, 'eve@example.com')).toBeNull()
})
