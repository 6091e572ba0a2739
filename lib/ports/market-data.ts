import type { Candle } from '@/lib/domain/tokens/candle'

/** A token as a market data vendor describes it. Prices are decimal strings, unknown is null. */
export type TokenListing = {
  mint: string
  symbol: string
  name: string
  decimals: number
  tokenProgram: string
  icon: string | null
  verified: boolean
  /** Who made the mint. */
  deployer: string | null
  suspicious: boolean
  mintAuthorityDisabled: boolean | null
  freezeAuthorityDisabled: boolean | null
  topHoldersPct: string | null
  holders: number | null
  priceUsd: string | null
  liquidityUsd: string | null
  volume24hUsd: string | null
  marketCapUsd: string | null
  priceChange24hPct: string | null
  createdAt: Date | null
}

export interface TokenDirectory {
  /** By mint, symbol or name; best match first. */
  search(query: string): Promise<TokenListing[]>
  byMints(mints: readonly string[]): Promise<TokenListing[]>
  /** The tokens most traded in a day. */
  topTraded(limit: number): Promise<TokenListing[]>
}

/** Spot prices by mint. A mint the vendor does not price is absent, which is neither zero nor unchanged. */
export interface PriceSource {
  readonly name: string
  prices(mints: readonly string[]): Promise<ReadonlyMap<string, { priceUsd: string; slot: bigint | null }>>
}

export interface PoolDirectory {
  /** The best known pools of each mint, deepest first; a mint without one is absent. */
  topPools(mints: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
}

export interface CandleSource {
  /** One-minute bars before `before` (unix seconds), oldest first, at most `limit` (1,000). */
  minuteCandles(pool: string, mint: string, before: number, limit: number): Promise<Candle[]>
}
