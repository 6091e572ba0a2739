import { decimal, ONE, ZERO, type Decimal } from '../money/decimal'
import { SOL_DECIMALS, toRawFloor, toUi, USDC_DECIMALS } from '../money/units'
import { quoteExactIn, spotPrice } from './constant-product'
import type { PoolSnapshot } from './pool-snapshot'

/** Rent that a new SPL token account locks up, in lamports; it comes back when the account is closed. */
const TOKEN_ACCOUNT_RENT_LAMPORTS = 2_039_280n

export type RoundTripInput = {
  /** From the dollar side: one pool against USDC, or SOL against USDC and then the token against SOL. */
  hops: readonly PoolSnapshot[]
  amountUsd: Decimal
  solUsd: Decimal
  /** Lamports of both transactions: signatures, priority fees and tips. */
  networkLamports: bigint
}

/** All in dollars. `totalUsd` is the sum of the others. */
export type RoundTrip = {
  totalUsd: Decimal
  impactUsd: Decimal
  venueUsd: Decimal
  /** What the tokens themselves keep of their transfers. */
  taxUsd: Decimal
  networkUsd: Decimal
  rentUsd: Decimal
}

type Leg = { outputRaw: bigint; feeUsd: Decimal; taxUsd: Decimal }

/** Quote tokens of hop n are the base tokens of hop n - 1; `quoteUsd[n]` is the value of one. */
const quoteValues = (hops: readonly PoolSnapshot[]): Decimal[] =>
  hops.reduce<Decimal[]>((values, _, index) => {
    const before = hops[index - 1]
    return [...values, before ? values[index - 1]!.mul(spotPrice(before)) : ONE]
  }, [])

/**
 * What buying and selling again at once would cost. Both ways are taken against today's reserves, as if arbitrage
 * put the pool back in between: selling into one's own moved price would hide the impact. Null where the amount buys
 * nothing or sells for nothing.
 */
export const roundTrip = ({ hops, amountUsd, solUsd, networkLamports }: RoundTripInput): RoundTrip | null => {
  const stake = toRawFloor(amountUsd, USDC_DECIMALS)
  if (stake <= 0n || hops.length === 0) return null
  const values = quoteValues(hops)
  const walk = (amount: bigint, order: readonly number[], buying: boolean): Leg =>
    order.reduce<Leg>(
      (leg, index) => {
        const pool = hops[index]!
        const quote = quoteExactIn(pool, buying ? pool.quoteMint : pool.baseMint, leg.outputRaw)
        const inputUsd = buying ? values[index]! : values[index]!.mul(spotPrice(pool))
        const usd = (raw: bigint): Decimal =>
          toUi(raw, buying ? pool.quoteDecimals : pool.baseDecimals).mul(inputUsd)
        return {
          outputRaw: quote.outputRaw,
          feeUsd: leg.feeUsd.add(usd(quote.feeRaw)),
          taxUsd: leg.taxUsd.add(usd(quote.taxRaw)),
        }
      },
      { outputRaw: amount, feeUsd: ZERO, taxUsd: ZERO },
    )
  const forth = hops.map((_, index) => index)
  const bought = walk(stake, forth, true)
  const sold = walk(bought.outputRaw, forth.toReversed(), false)
  if (bought.outputRaw === 0n || sold.outputRaw === 0n) return null
  const lost = toUi(stake - sold.outputRaw, USDC_DECIMALS)
  const venueUsd = bought.feeUsd.add(sold.feeUsd)
  const taxUsd = bought.taxUsd.add(sold.taxUsd)
  const kept = venueUsd.add(taxUsd)
  const impactUsd = lost.gt(kept) ? lost.sub(kept) : ZERO
  const sol = (lamports: bigint): Decimal => toUi(lamports, SOL_DECIMALS).mul(solUsd)
  const networkUsd = sol(networkLamports)
  const rentUsd = sol(TOKEN_ACCOUNT_RENT_LAMPORTS)
  return {
    impactUsd,
    venueUsd,
    taxUsd,
    networkUsd,
    rentUsd,
    totalUsd: impactUsd.add(kept).add(networkUsd).add(rentUsd),
  }
}

/** Percent of the stake. */
export const shareOf = (part: Decimal, stake: Decimal): Decimal => part.div(stake).mul(decimal('100'))
