import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import type { TokenRow } from '@/lib/db/token-repository'
import { classOf } from '@/lib/domain/sizing/token-class'
import { checkSafety, type SellTest } from '@/lib/domain/tokens/safety'
import { priceText } from '../prices/price-text'
import type { LivePrice } from '../prices/read-prices'

/** A price that did not come from the worker: a directory's, as old as its answer. */
export type ListedPrice = { priceUsd: string; at: Date }

export type CardParts = {
  token: TokenRow
  live?: LivePrice | undefined
  listed?: ListedPrice | undefined
  roundTrip?: RoundTripCost | null
  /** Of the last sale that was tried. */
  sellTest?: SellTest
  now: Date
}

/** The live price wins over a listed one; without either the token is unpriced, which is null and never zero. */
export const toTokenCard = ({
  token,
  live,
  listed,
  roundTrip = null,
  sellTest = 'untested',
  now,
}: CardParts): TokenCard => {
  const safety = checkSafety({ ...token, sellTest }, now)
  const blocked = safety.some(({ level }) => level === 'block')
  return {
    mint: token.mint,
    symbol: token.symbol,
    decimals: token.decimals,
    name: token.name,
    icon: token.icon,
    verified: token.verified,
    priceUsd: live ? priceText(live.priceUsd) : (listed?.priceUsd ?? null),
    priceAt: (live?.at ?? listed?.at)?.toISOString() ?? null,
    priceChange24hPct: token.priceChange24hPct,
    liquidityUsd: token.liquidityUsd,
    volume24hUsd: token.volume24hUsd,
    marketCapUsd: token.marketCapUsd,
    holders: token.holders,
    createdAt: token.mintedAt?.toISOString() ?? null,
    deployer: token.deployer,
    safety,
    tokenClass: classOf({ ...token, blocked }, now),
    suggestion: null,
    roundTrip,
  }
}
