import { randomUUID } from 'node:crypto'
import { createSandboxControl, type SandboxControl } from '@/lib/adapters/sandbox-control/sandbox-control'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import { createWalletMaker } from '@/lib/adapters/vault-signer/wallet-maker'
import type { Environment } from '@/lib/config/parse-environment'
import { loadSeedConfig, type SeedConfig } from '@/lib/config/seed-config'
import { openDatabase } from '@/lib/db/client'
import { createAccount } from '@/lib/services/auth/create-account'
import { claimInstallation } from '@/lib/services/installation/claim-installation'

/** Passwords that everybody knows: these accounts exist in sandbox mode only. */
const ACCOUNTS = [
  { email: 'demo@jarvis.local', password: 'demo-sandbox', displayName: 'Demo', isAdmin: false, funded: true },
  {
    email: 'admin@jarvis.local',
    password: 'admin-sandbox',
    displayName: 'Admin',
    isAdmin: true,
    funded: false,
  },
] as const

const STARTING_FUNDS = { sol: '10', usdc: '10000' }

/** The chain remembers the first airdrop, so it happens once for a wallet, however often this runs. */
const fundOnce = async (sandbox: SandboxControl, wallet: string): Promise<boolean> => {
  if ((await sandbox.transactionCount(wallet)) > 0) return false
  await sandbox.airdrop(wallet, STARTING_FUNDS)
  return true
}

const sandboxGenesis = async ({ sandboxUrl }: SeedConfig): Promise<string> => {
  const node = `${sandboxUrl}/rpc/public`
  const chain = createSolanaRpc({
    providers: [{ name: 'public', url: node, wsUrl: node.replace(/^http/, 'ws') }],
    rps: 10,
    logger: { warn: () => {} },
  })
  try {
    return await chain.genesisHash()
  } finally {
    await chain.close()
  }
}

/**
 * In sandbox mode makes the two accounts with their wallets and funds the demo wallet; in any other
 * mode does nothing. The database is migrated and the sandbox runs. Answers with what it did.
 */
export const seed = async (env: Environment = process.env): Promise<string> => {
  if ((env.JARVIS_MODE || 'sandbox') !== 'sandbox') return 'nothing to seed outside sandbox mode'
  const config = loadSeedConfig(env)
  const database = openDatabase(config.databaseUrl, { applicationName: 'jarvis-seed', maxConnections: 1 })
  const wallets = createWalletMaker({ masterKey: config.vaultKey })
  const sandbox = createSandboxControl({ baseUrl: config.sandboxUrl })
  try {
    // Before the accounts: a database that has them can never become that of another mode.
    await claimInstallation(
      { db: database.db },
      { mode: config.mode, genesisHash: await sandboxGenesis(config) },
    )
    const done: string[] = []
    for (const { funded, ...account } of ACCOUNTS) {
      const { created, walletAddress } = await createAccount(
        { db: database.db, wallets, newId: randomUUID },
        account,
      )
      if (created) done.push(`created ${account.email}`)
      if (funded && (await fundOnce(sandbox, walletAddress))) done.push(`funded ${walletAddress}`)
    }
    return done.join(', ') || 'accounts are there'
  } finally {
    await database.close()
  }
}
