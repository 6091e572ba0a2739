import type { RoundTripCost } from '@/lib/contracts/tokens'
import type { Decimal } from '@/lib/domain/money/decimal'
import { decimal, decimalString, roundedString } from '@/lib/domain/money/decimal'
import { type LandingWays, NODES_ALONE, tipFor } from '@/lib/domain/execution/landing-path'
import { roundTrip, shareOf } from '@/lib/domain/pools/round-trip'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { LivePool } from '../prices/read-prices'
import type { LivePrice } from '../prices/read-prices'

/** Signature fee and a usual priority fee of one swap. */
const TYPICAL_SWAP_LAMPORTS = 105_000n
const USD_PLACES = 6

/** Pools from dollars to the token, in order; null where one of them is not known. */
const pathTo = (mint: string, pools: ReadonlyMap<string, LivePool>) => {
  const own = pools.get(mint)?.pool
  if (!own) return null
  if (own.quoteMint === USDC_MINT) return [own]
  const sol = pools.get(WSOL_MINT)?.pool
  return own.quoteMint === WSOL_MINT && sol?.quoteMint === USDC_MINT ? [sol, own] : null
}

/** What buying for `amountUsd` and selling again would cost, tips included, from the pools as they are now; null where that is not known. */
export const roundTripCost = (
  mint: string,
  amountUsd: Decimal,
  market: { pools: ReadonlyMap<string, LivePool>; prices: ReadonlyMap<string, LivePrice> },
  ways: LandingWays = NODES_ALONE,
): RoundTripCost | null => {
  const hops = pathTo(mint, market.pools)
  const solUsd = market.prices.get(WSOL_MINT)?.priceUsd
  if (!hops || !solUsd || amountUsd.lte(0)) return null
  const tip = (side: 'BUY' | 'SELL') => tipFor(ways, { side, usd: amountUsd }, solUsd)?.lamports ?? 0n
  const networkLamports = 2n * TYPICAL_SWAP_LAMPORTS + tip('BUY') + tip('SELL')
  const trip = roundTrip({ hops, amountUsd, solUsd, networkLamports })
  if (!trip) return null
  const usd = (value: Decimal): string => roundedString(value, USD_PLACES)
  return {
    amountUsd: decimalString(amountUsd),
    totalUsd: usd(trip.totalUsd),
    totalPct: roundedString(shareOf(trip.totalUsd, decimal(amountUsd)), 4),
    impactUsd: usd(trip.impactUsd),
    venueUsd: usd(trip.venueUsd),
    taxUsd: usd(trip.taxUsd),
    networkUsd: usd(trip.networkUsd),
    rentUsd: usd(trip.rentUsd),
  }
}
