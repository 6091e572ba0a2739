import { PublicKey } from '@solana/web3.js'
import bs58 from 'bs58'
import { z } from 'zod'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { Simulation } from '@/lib/ports/chain'
import type { AccountGatherer } from './account-gatherer'
import { account, transactionError, withContext } from './answers'
import { rpcCall } from './json-rpc'
import { COMMITMENT, type Provider } from './provider'
import type { Account } from './read-accounts'
import { readTokenAccount } from './token-account-data'
import { failedInstructionOf, failureOf } from './transaction-error'

const ASSOCIATED_TOKEN_PROGRAM = new PublicKey('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')

const simulationAnswer = withContext(
  z.object({
    err: transactionError,
    logs: z.array(z.string()).nullish(),
    accounts: z.array(account.nullable()).nullish(),
    unitsConsumed: z.number().nullish(),
  }),
)

/**
 * Runs unsigned bytes on one node, blockhash and all, and reads the wallet and its associated token
 * accounts before and after: the same accounts both times, so the difference is the transaction's.
 */
export const simulateOn = async (
  provider: Provider,
  gather: AccountGatherer,
  transaction: Uint8Array,
  watch: { wallet: string; mints: string[] },
  { replaceBlockhash = false }: { replaceBlockhash?: boolean } = {},
): Promise<Simulation> => {
  const addresses = [watch.wallet, ...watch.mints.flatMap((mint) => associatedAccounts(watch.wallet, mint))]
  const [held, { value }] = await Promise.all([
    gather(provider, addresses),
    provider.ask(
      rpcCall('simulateTransaction', Buffer.from(transaction).toString('base64'), {
        encoding: 'base64',
        sigVerify: false,
        replaceRecentBlockhash: replaceBlockhash,
        commitment: COMMITMENT,
        accounts: { encoding: 'base64', addresses },
      }),
      simulationAnswer,
    ),
  ])
  return {
    ...failureOf(value.err),
    failedInstruction: failedInstructionOf(value.err),
    blockhashUnknown: value.err === 'BlockhashNotFound',
    logs: value.logs ?? [],
    computeUnits: value.unitsConsumed ?? null,
    before: balancesOf(held),
    after: value.err || !value.accounts ? null : balancesOf(value.accounts),
  }
}

const derived = new Map<string, string[]>()
const MAX_DERIVED = 10_000

/** Remembered: deriving one takes a millisecond, and an exit must not wait for it. */
const associatedAccounts = (wallet: string, mint: string): string[] => {
  const key = `${wallet}/${mint}`
  const known = derived.get(key)
  if (known) return known
  const [owner, token] = [new PublicKey(wallet).toBytes(), new PublicKey(mint).toBytes()]
  const accounts = [TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map((program) => {
    const seeds = [owner, new PublicKey(program).toBytes(), token]
    return PublicKey.findProgramAddressSync(seeds, ASSOCIATED_TOKEN_PROGRAM)[0].toBase58()
  })
  if (derived.size >= MAX_DERIVED) derived.clear()
  derived.set(key, accounts)
  return accounts
}

/** The first account is the wallet itself. */
const balancesOf = ([wallet, ...accounts]: readonly (Account | null)[]) => {
  const tokens = new Map<string, bigint>()
  for (const account of accounts) {
    const parsed = account && readTokenAccount(account.data)
    if (!parsed) continue
    const mint = bs58.encode(parsed.mint)
    tokens.set(mint, (tokens.get(mint) ?? 0n) + parsed.amount)
  }
  return { lamports: wallet?.lamports ?? 0n, tokens }
}
