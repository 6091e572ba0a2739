import type { Amm } from '../amm/pools'
import type { LandedTransaction, TokenBalance } from '../chain/chain'

/** What a landed transaction traded in each pool, told by the USDC that went into or out of its vault. */
export const poolTrades = (amm: Amm, landed: LandedTransaction): { mint: string; volumeUsd: number }[] => {
  if (landed.err !== null) return []
  const balances = (list: TokenBalance[]): Map<string, bigint> =>
    new Map(list.map((entry) => [landed.accountKeys[entry.accountIndex]?.address ?? '', entry.amount]))
  const [before, after] = [balances(landed.preTokenBalances), balances(landed.postTokenBalances)]
  return amm.pools().flatMap(({ mint, usdcVault }) => {
    const moved = (after.get(usdcVault) ?? 0n) - (before.get(usdcVault) ?? 0n)
    return moved === 0n ? [] : [{ mint, volumeUsd: Math.abs(Number(moved)) / 1e6 }]
  })
}
