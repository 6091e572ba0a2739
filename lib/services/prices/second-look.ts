import { ONE } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolWatch } from './pool-watch'
import type { PriceTick } from './price-tick'

export type PooledMint = { mint: string; pool: PoolWatch }

/**
 * The tick these accounts make by themselves, whatever is known otherwise; null when they are older than
 * `atLeast` or do not price the mint. `sol` prices the pools that pay in SOL, from the same accounts.
 */
export const tickFrom = (
  { mint, pool }: PooledMint,
  sol: PooledMint | undefined,
  accounts: ReadonlyMap<string, AccountUpdate>,
  look: { atLeast: bigint; at: Date; source: string },
): PriceTick | null => {
  const snapshot = pool.snapshotOf(accounts, mint)
  const slots = pool.layout.live.map((address) => accounts.get(address)?.slot ?? -1n)
  if (!snapshot || slots.some((slot) => slot < look.atLeast)) return null
  const quoteUsd =
    snapshot.quoteMint === USDC_MINT
      ? ONE
      : snapshot.quoteMint === WSOL_MINT && sol
        ? tickFrom(sol, undefined, accounts, { ...look, atLeast: 0n })?.priceUsd
        : undefined
  if (!quoteUsd) return null
  const { at, source } = look
  return {
    mint,
    priceUsd: spotPrice(snapshot).mul(quoteUsd),
    pool: snapshot,
    quoteUsd,
    slot: slots[0]!,
    at,
    source,
  }
}
