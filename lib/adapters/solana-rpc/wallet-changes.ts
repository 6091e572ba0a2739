import { z } from 'zod'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { FeeParts, WalletChanges } from '@/lib/ports/chain'
import { transactionError, whole } from './answers'
import { rpcCall } from './json-rpc'
import { COMMITMENT, type Provider } from './provider'
import { failureOf } from './transaction-error'

const tokenBalance = z.object({
  accountIndex: z.number(),
  mint: z.string(),
  owner: z.string().optional(),
  uiTokenAmount: z.object({ amount: z.string() }),
})
const transactionMeta = z.object({
  err: transactionError,
  fee: whole,
  logMessages: z.array(z.string()).nullish(),
  preBalances: z.array(z.number()),
  postBalances: z.array(z.number()),
  preTokenBalances: z.array(tokenBalance).nullish(),
  postTokenBalances: z.array(tokenBalance).nullish(),
  loadedAddresses: z.object({ writable: z.array(z.string()), readonly: z.array(z.string()) }).nullish(),
})
const landedTransaction = z.object({
  slot: whole,
  blockTime: z.number().nullish(),
  transaction: z.object({
    message: z.object({
      accountKeys: z.array(z.string()),
      header: z.object({ numRequiredSignatures: whole }),
    }),
  }),
  meta: transactionMeta.nullable(),
})
type TokenBalance = z.infer<typeof tokenBalance>
type Meta = z.infer<typeof transactionMeta>
type Landed = z.infer<typeof landedTransaction>

/** From the balances the chain recorded before and after, never from logs, which any program can write. */
export const readWalletChanges = async (
  provider: Provider,
  signature: string,
  wallet: string,
  now: () => number,
): Promise<WalletChanges | null> => {
  const config = { encoding: 'json', commitment: COMMITMENT, maxSupportedTransactionVersion: 0 }
  const landed = await provider.ask(
    rpcCall('getTransaction', signature, config),
    landedTransaction.nullable(),
  )
  return landed?.meta ? changesOf(landed, landed.meta, { signature, wallet, now }) : null
}

const changesOf = (
  landed: Landed,
  meta: Meta,
  { signature, wallet, now }: { signature: string; wallet: string; now: () => number },
): WalletChanges => {
  const { writable, readonly } = meta.loadedAddresses ?? { writable: [], readonly: [] }
  const index = [...landed.transaction.message.accountKeys, ...writable, ...readonly].indexOf(wallet)
  const balance = (balances: number[]): bigint => BigInt(balances[index] ?? 0)
  const lamports = balance(meta.postBalances) - balance(meta.preBalances)
  const before = meta.preTokenBalances ?? []
  const after = meta.postTokenBalances ?? []
  return {
    signature,
    slot: landed.slot,
    // A block without a time has only just been made.
    at: new Date(landed.blockTime ? landed.blockTime * 1_000 : now()),
    ...failureOf(meta.err, meta.logMessages),
    lamports,
    feeLamports: meta.fee,
    fees: feeParts(landed, meta, -lamports, rentOf(meta, before, after, wallet)),
    tokens: tokenChanges(before, after, (owner) => owner === wallet),
    withheld: withheldOf(tokenChanges(before, after, () => true)),
  }
}

const LAMPORTS_PER_SIGNATURE = 5_000n

/** The chain takes 5,000 lamports a signature; the rest of its fee is the priority fee. */
const feeParts = ({ transaction }: Landed, { fee }: Meta, lost: bigint, rent: bigint): FeeParts => {
  const signatures = transaction.message.header.numRequiredSignatures
  const base = LAMPORTS_PER_SIGNATURE * signatures
  const network = base < fee ? base : fee
  return { network, priority: fee - network, rent, tip: lost - fee - rent }
}

/** Lamports that moved into the wallet's token accounts; the SOL a wrapped account holds is no rent. */
const rentOf = (meta: Meta, before: TokenBalance[], after: TokenBalance[], wallet: string): bigint => {
  const own = [...before, ...after].filter(({ owner }) => owner === wallet)
  const accounts = new Set(own.map(({ accountIndex }) => accountIndex))
  const moved = [...accounts].reduce(
    (sum, at) => sum + BigInt(meta.postBalances[at] ?? 0) - BigInt(meta.preBalances[at] ?? 0),
    0n,
  )
  return moved - (tokenChanges(before, after, (owner) => owner === wallet).get(WSOL_MINT) ?? 0n)
}

/** Wrapped SOL appears and vanishes by wrapping. Any other mint's balances sum to what they were, but for a tax. */
const withheldOf = (changes: ReadonlyMap<string, bigint>): Map<string, bigint> =>
  new Map(
    [...changes].filter(([mint, sum]) => mint !== WSOL_MINT && sum < 0n).map(([mint, sum]) => [mint, -sum]),
  )

const tokenChanges = (
  before: TokenBalance[],
  after: TokenBalance[],
  counts: (owner: string | undefined) => boolean,
): Map<string, bigint> => {
  const changes = new Map<string, bigint>()
  const add = (balances: TokenBalance[], sign: bigint): void => {
    for (const { owner, mint, uiTokenAmount } of balances) {
      if (!counts(owner)) continue
      changes.set(mint, (changes.get(mint) ?? 0n) + sign * BigInt(uiTokenAmount.amount))
    }
  }
  add(before, -1n)
  add(after, 1n)
  for (const [mint, change] of changes) if (change === 0n) changes.delete(mint)
  return changes
}
