import type { TokenBalance, VersionedTransactionResponse } from '@solana/web3.js'
import type { WalletChanges } from '@/lib/ports/chain'
import { COMMITMENT, type Provider } from './provider'
import { failureOf } from './transaction-error'

/** From the balances the chain recorded before and after, never from logs, which any program can write. */
export const readWalletChanges = async (
  { connection }: Provider,
  signature: string,
  wallet: string,
  now: () => number,
): Promise<WalletChanges | null> => {
  const landed = await connection.getTransaction(signature, {
    commitment: COMMITMENT,
    maxSupportedTransactionVersion: 0,
  })
  return landed?.meta ? changesOf(landed, landed.meta, { signature, wallet, now }) : null
}

type Meta = NonNullable<VersionedTransactionResponse['meta']>

export const changesOf = (
  landed: VersionedTransactionResponse,
  meta: Meta,
  { signature, wallet, now }: { signature: string; wallet: string; now: () => number },
): WalletChanges => {
  const keys = landed.transaction.message.getAccountKeys({
    accountKeysFromLookups: meta.loadedAddresses ?? { writable: [], readonly: [] },
  })
  const index = keys
    .keySegments()
    .flat()
    .findIndex((key) => key.toBase58() === wallet)
  const balance = (balances: number[]): bigint => BigInt(balances[index] ?? 0)
  return {
    signature,
    slot: BigInt(landed.slot),
    // A block without a time has only just been made.
    at: new Date(landed.blockTime ? landed.blockTime * 1_000 : now()),
    ...failureOf(meta.err),
    lamports: balance(meta.postBalances) - balance(meta.preBalances),
    feeLamports: BigInt(meta.fee),
    tokens: tokenChanges(meta.preTokenBalances ?? [], meta.postTokenBalances ?? [], wallet),
  }
}

const tokenChanges = (before: TokenBalance[], after: TokenBalance[], wallet: string): Map<string, bigint> => {
  const changes = new Map<string, bigint>()
  const add = (balances: TokenBalance[], sign: bigint): void => {
    for (const { owner, mint, uiTokenAmount } of balances) {
      if (owner !== wallet) continue
      changes.set(mint, (changes.get(mint) ?? 0n) + sign * BigInt(uiTokenAmount.amount))
    }
  }
  add(before, -1n)
  add(after, 1n)
  for (const [mint, change] of changes) if (change === 0n) changes.delete(mint)
  return changes
}
