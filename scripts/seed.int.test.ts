import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type DatabaseHandle } from '@/lib/db/client'
import { findInstallation } from '@/lib/db/installation-repository'
import { runMigrations } from '@/lib/db/migrate'
import { findUserByEmail } from '@/lib/db/user-repository'
import { tradingWallet, sealedSecretOf } from '@/lib/db/wallet-repository'
import { MAINNET_GENESIS } from '@/lib/domain/tokens/genesis'
import { verifyPassword } from '@/lib/services/auth/password'
import {
  assertInstallationMode,
  claimInstallation,
  WrongInstallationError,
} from '@/lib/services/installation/claim-installation'
import { heldOf, sandboxClient, USDC, type SandboxClient } from '@/sandbox/sandbox-client.fixture'
import { createTestDatabase, type TestDatabase } from './test/test-database'
import { seed } from './seed'

let database: TestDatabase
let handle: DatabaseHandle
let sandbox: SandboxClient
let env: Record<string, string>

beforeAll(async () => {
  ;[database, sandbox] = await Promise.all([createTestDatabase(), sandboxClient()])
  await runMigrations(database.url)
  handle = openDatabase(database.url, { applicationName: 'seed-test' })
  env = { DATABASE_URL: database.url, SANDBOX_URL: sandbox.url, JARVIS_VAULT_KEY: 'ab'.repeat(32) }
})
afterAll(async () => {
  await handle?.close()
  await sandbox?.close()
  await database?.drop()
})

const walletOf = async (email: string) => {
  const user = await findUserByEmail(handle.db, email)
  return tradingWallet(handle.db, user!.id)
}

describe('seed', () => {
  it('makes both accounts with sealed wallets, and funds the demo wallet once', async () => {
    const first = await seed(env)
    const wallet = await walletOf('demo@jarvis.local')
    expect(first).toContain('created demo@jarvis.local')
    expect(first).toContain(`funded ${wallet!.address}`)

    await Promise.all([seed(env), seed(env)])
    expect(await seed(env)).toBe('accounts are there')
    expect((await walletOf('demo@jarvis.local'))!.address).toBe(wallet!.address)

    const ledger = await sandbox.ledger(wallet!.address)
    expect(ledger.sol).toBe('10')
    expect(heldOf(ledger, USDC)).toBe(10_000_000_000n)
    expect(ledger.transactions).toHaveLength(1)
    const secret = await sealedSecretOf(handle.db, wallet!.id)
    expect(secret?.sealedSecret.length).toBeGreaterThan(32)
    expect(await walletOf('admin@jarvis.local')).not.toBeNull()
  })

  it('lets the known passwords in, whatever the case of the address, and no other', async () => {
    const demo = await findUserByEmail(handle.db, 'Demo@Jarvis.LOCAL')
    const admin = await findUserByEmail(handle.db, 'admin@jarvis.local')
    expect([demo?.isAdmin, admin?.isAdmin]).toEqual([false, true])
    expect(await verifyPassword('demo-sandbox', demo!.passwordHash)).toBe(true)
    expect(await verifyPassword('admin-sandbox', demo!.passwordHash)).toBe(false)
    expect(await verifyPassword('demo-sandbox', null)).toBe(false)
  })

  it('makes the database that of the sandbox, so that no other mode can start on these accounts', async () => {
    expect((await findInstallation(handle.db))?.mode).toBe('sandbox')
    await expect(assertInstallationMode({ db: handle.db }, 'live')).rejects.toThrow(WrongInstallationError)
  })

  it('makes no accounts in the database of another mode', async () => {
    const other = await createTestDatabase()
    const opened = openDatabase(other.url, { applicationName: 'seed-test' })
    try {
      await runMigrations(other.url)
      await claimInstallation({ db: opened.db }, { mode: 'live', genesisHash: MAINNET_GENESIS })
      await expect(seed({ ...env, DATABASE_URL: other.url })).rejects.toThrow(WrongInstallationError)
      expect(await findUserByEmail(opened.db, 'demo@jarvis.local')).toBeNull()
    } finally {
      await opened.close()
      await other.drop()
    }
  })

  it('does nothing outside sandbox mode', async () => {
    expect(
      await seed({ ...env, JARVIS_MODE: 'live', DATABASE_URL: 'postgres://127.0.0.1:1/none' }),
    ).toContain('nothing to seed')
  })
})
