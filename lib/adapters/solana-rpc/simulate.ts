import bs58 from 'bs58'
import { z } from 'zod'
import type { Simulation } from '@/lib/ports/chain'
import { walletTokenAccounts } from '../wire/token-accounts'
import type { AccountGatherer } from './account-gatherer'
import { account, transactionError, withContext } from './answers'
import { atLevel, rpcCall } from './json-rpc'
import { COMMITMENT, type Provider } from './provider'
import type { Account } from './read-accounts'
import { readTokenAccount } from './token-account-data'
import { failedInstructionOf, failureOf } from './transaction-error'

const simulationAnswer = withContext(
  z.object({
    err: transactionError,
    logs: z.array(z.string()).nullish(),
    accounts: z.array(account.nullable()).nullish(),
    unitsConsumed: z.number().nullish(),
  }),
)

/** `floor`: a node that has not come so far refuses. `entry`: gives way to what concerns exits. */
type SimulateOptions = { replaceBlockhash?: boolean; entry?: boolean; floor?: bigint }

/**
 * Runs unsigned bytes on one node, blockhash and all, and reads the wallet and its associated token
 * accounts before and after: the same accounts both times, so the difference is the transaction's.
 */
export const simulateOn = async (
  provider: Provider,
  gather: AccountGatherer,
  transaction: Uint8Array,
  watch: { wallet: string; mints: string[] },
  { replaceBlockhash = false, entry = false, floor = 0n }: SimulateOptions = {},
): Promise<Simulation> => {
  const addresses = [watch.wallet, ...watch.mints.flatMap((mint) => walletTokenAccounts(watch.wallet, mint))]
  const call = rpcCall('simulateTransaction', Buffer.from(transaction).toString('base64'), {
    encoding: 'base64',
    sigVerify: false,
    replaceRecentBlockhash: replaceBlockhash,
    commitment: COMMITMENT,
    ...(floor > 0n && { minContextSlot: Number(floor) }),
    accounts: { encoding: 'base64', addresses },
  })
  const [held, { value }] = await Promise.all([
    gather(provider, addresses),
    provider.ask(entry ? atLevel('entry', call) : call, simulationAnswer),
  ])
  return {
    ...failureOf(value.err, value.logs),
    failedInstruction: failedInstructionOf(value.err),
    blockhashUnknown: value.err === 'BlockhashNotFound',
    logs: value.logs ?? [],
    computeUnits: value.unitsConsumed ?? null,
    before: balancesOf(held),
    after: value.err || !value.accounts ? null : balancesOf(value.accounts),
  }
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
