import { PublicKey, VersionedTransaction, type SimulatedTransactionAccountInfo } from '@solana/web3.js'
import bs58 from 'bs58'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { Simulation } from '@/lib/ports/chain'
import { COMMITMENT, type Provider } from './provider'
import { readTokenAccount } from './token-account-data'
import { failedInstructionOf, failureOf } from './transaction-error'

const ASSOCIATED_TOKEN_PROGRAM = new PublicKey('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')

type Account = { lamports: number; data: Uint8Array } | null

/**
 * Runs unsigned bytes on one node, blockhash and all, and reads the wallet and its associated token
 * accounts before and after: the same accounts both times, so the difference is the transaction's.
 */
export const simulateOn = async (
  { connection }: Provider,
  transaction: Uint8Array,
  watch: { wallet: string; mints: string[] },
  { replaceBlockhash = false }: { replaceBlockhash?: boolean } = {},
): Promise<Simulation> => {
  const wallet = new PublicKey(watch.wallet)
  const addresses = [
    wallet,
    ...watch.mints.flatMap((mint) => associatedAccounts(wallet, new PublicKey(mint))),
  ]
  const [held, { value }] = await Promise.all([
    connection.getMultipleAccountsInfo(addresses, COMMITMENT),
    connection.simulateTransaction(VersionedTransaction.deserialize(transaction), {
      sigVerify: false,
      replaceRecentBlockhash: replaceBlockhash,
      commitment: COMMITMENT,
      accounts: { encoding: 'base64', addresses: addresses.map((address) => address.toBase58()) },
    }),
  ])
  return {
    ...failureOf(value.err),
    failedInstruction: failedInstructionOf(value.err),
    blockhashUnknown: value.err === 'BlockhashNotFound',
    logs: value.logs ?? [],
    computeUnits: value.unitsConsumed ?? null,
    before: balancesOf(held),
    after: value.err || !value.accounts ? null : balancesOf(value.accounts.map(decoded)),
  }
}

const associatedAccounts = (wallet: PublicKey, mint: PublicKey): PublicKey[] =>
  [TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map(
    (program) =>
      PublicKey.findProgramAddressSync(
        [wallet.toBytes(), new PublicKey(program).toBytes(), mint.toBytes()],
        ASSOCIATED_TOKEN_PROGRAM,
      )[0],
  )

const decoded = (account: SimulatedTransactionAccountInfo | null): Account =>
  account && { lamports: account.lamports, data: Buffer.from(account.data[0] ?? '', 'base64') }

/** The first account is the wallet itself. */
const balancesOf = ([wallet, ...accounts]: readonly (Account | undefined)[]) => {
  const tokens = new Map<string, bigint>()
  for (const account of accounts) {
    const parsed = account && readTokenAccount(account.data)
    if (!parsed) continue
    const mint = bs58.encode(parsed.mint)
    tokens.set(mint, (tokens.get(mint) ?? 0n) + parsed.amount)
  }
  return { lamports: BigInt(wallet?.lamports ?? 0), tokens }
}
