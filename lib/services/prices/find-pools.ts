import { type Decimal, ONE } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { isDeeper, isOfOneMarket, type ValuedPool } from '@/lib/domain/pools/pool-depth'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolDirectory } from '@/lib/ports/market-data'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import type { PriceTick } from './price-tick'

export type FindPoolsDeps = {
  pools: PoolDirectory
  accounts: AccountReader
  codecs: ReadonlyMap<string, PoolCodec>
}

export type FoundPool = ValuedPool & {
  mint: string
  codec: PoolCodec
  layout: PoolLayout
  accounts: ReadonlyMap<string, AccountUpdate>
}

/** A price in dollars follows from USDC at once, from SOL with the price of SOL; other quotes would need a chain of pools. */
const quotable = (layout: PoolLayout, mint: string): boolean => {
  const quote = layout.mints[0] === mint ? layout.mints[1] : layout.mints[0]
  return layout.mints.includes(mint) && (quote === USDC_MINT || (quote === WSOL_MINT && mint !== USDC_MINT))
}

/** `had`: what the mint has now. A price may be moved to another pool of the same market, never to another price. */
const mayBe = ({ pool, quoteUsd }: ValuedPool, had: PriceTick | undefined): boolean =>
  !had?.pool || (quoteUsd !== null && isOfOneMarket(had.priceUsd, spotPrice(pool).mul(quoteUsd)))

/**
 * The deepest pool of each mint that can be read, by what it can pay and not by what the directory says, with all its accounts, in two or three reads for any number of mints. A mint
 * without one is absent. `ticks`: the prices there are; for a mint that has a pool only those of about its price count. Throws what the directory or the reader throws.
 */
export const findPools = async (
  deps: FindPoolsDeps,
  mints: readonly string[],
  at: Date,
  ticks: ReadonlyMap<string, PriceTick>,
): Promise<FoundPool[]> => {
  const known = await deps.pools.topPools(mints)
  const poolAccounts = await deps.accounts.accounts([...new Set([...known.values()].flat())])
  const needed = [...poolAccounts.values()].flatMap(
    (account) => deps.codecs.get(account.owner)?.needs?.(account) ?? [],
  )
  const settings =
    needed.length > 0 ? await deps.accounts.accounts([...new Set(needed)]) : new Map<string, AccountUpdate>()
  const candidates = [...known].flatMap(([mint, addresses]) =>
    addresses.flatMap((address) => {
      const account = poolAccounts.get(address)
      const codec = account && deps.codecs.get(account.owner)
      const layout = codec?.layout(account!, mint, settings)
      return codec && layout && quotable(layout, mint) ? [{ mint, codec, layout }] : []
    }),
  )
  const parts = [...new Set(candidates.flatMap(({ layout }) => [...layout.live, ...layout.others]))]
  if (parts.length === 0) return []
  const accounts = await deps.accounts.accounts(parts)
  const solUsd: Decimal | null = ticks.get(WSOL_MINT)?.priceUsd ?? null
  const found = new Map<string, FoundPool>()
  for (const candidate of candidates) {
    const { mint, codec, layout } = candidate
    const pool = codec.snapshot(layout, accounts, mint, at)
    if (!pool) continue
    const each = { ...candidate, accounts, pool, quoteUsd: pool.quoteMint === USDC_MINT ? ONE : solUsd }
    const best = found.get(mint)
    if (mayBe(each, ticks.get(mint)) && (!best || isDeeper(each, best))) found.set(mint, each)
  }
  return [...found.values()]
}
