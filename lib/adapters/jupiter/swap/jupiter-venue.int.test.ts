import { Keypair, VersionedTransaction } from '@solana/web3.js'
import bs58 from 'bs58'
import { decodeTransaction } from '@/lib/adapters/solana-transactions/decode-transaction'
import { intentAccounts } from '@/lib/adapters/wire/token-accounts'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { Tip } from '@/lib/domain/execution/landing-path'
import { SENDER_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { describeExecutionVenue, type VenueWorld } from '@/lib/ports/execution-venue-conformance.fixture'
import { BONK, sandboxClient, USDC, WSOL } from '@/sandbox/sandbox-client.fixture'
import { createJupiterClient } from '../client'
import { createJupiterVenue } from './jupiter-venue'

const FAULTS = {
  down: { kind: 'down' },
  failing: { kind: 'error', value: 503 },
  limited: { kind: 'rate_limit' },
  malformed: { kind: 'malformed' },
  hanging: { kind: 'hang' },
  afterEffect: { kind: 'error_after_effect', path: '/swap/v2/execute' },
} as const

const open = (api: 'v1' | 'v2', tip?: Tip) => async (): Promise<VenueWorld> => {
  const sandbox = await sandboxClient()
  await sandbox.control('PUT', '/market', { frozen: true })
  const providers = ['helius', 'quicknode'].map((name) => {
    const url = `${sandbox.url}/rpc/${name}`
    return { name, url, wsUrl: url.replace('http', 'ws') }
  })
  const chain = createSolanaRpc({ providers, rps: 500, logger: { warn: () => {} } })
  // The sandbox states a limit's end in whole seconds; a clock of our own passes it at once.
  let ahead = 0
  const client = createJupiterClient({
    baseUrl: `${sandbox.url}/jupiter`,
    rps: 500,
    timeoutMs: 1_000,
    now: () => Date.now() + ahead,
  })
  return {
    venue: createJupiterVenue({
      client,
      api,
      ...(tip && { tipping: { reader: chain, chain, logger: { warn: () => {} } } }),
    }),
    chain,
    mints: { usd: USDC, token: BONK, wrappedSol: WSOL, unknown: Keypair.generate().publicKey.toBase58() },
    newWallet: async () => {
      const keypair = Keypair.generate()
      const address = keypair.publicKey.toBase58()
      await sandbox.control('POST', '/airdrop', { wallet: address, sol: 10, usdc: '1000' })
      return {
        address,
        sign: (transaction) => {
          const parsed = VersionedTransaction.deserialize(transaction)
          parsed.sign([keypair])
          return { signed: parsed.serialize(), signature: bs58.encode(parsed.signatures[0]!) }
        },
      }
    },
    decode: (transaction) => decodeTransaction(transaction, chain),
    accountsOf: intentAccounts,
    break: async (how) =>
      void (await sandbox.control('POST', '/faults', { target: 'jupiter', ...FAULTS[how] })),
    heal: async () => {
      await sandbox.control('DELETE', '/faults')
      ahead += 120_000
    },
    movePrice: async (changePct) => void (await sandbox.control('PUT', `/market/${BONK}`, { changePct })),
    close: async () => {
      await chain.close()
      await sandbox.close()
    },
  }
}

describeExecutionVenue('Jupiter swap v1', open('v1'), { lands: false })
describeExecutionVenue('Jupiter swap v2', open('v2'), { lands: true })

const tip = { path: 'sender', account: SENDER_TIP_ACCOUNTS[0]!, lamports: 1_000_000n } as const
describeExecutionVenue('Jupiter, assembled with a tip', open('v1', tip), { lands: false, tip })
