import { Decimal, decimal, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'

/**
 * What trading cost in native SOL: `lamports` in all (negative where rent came back), `usd` for those whose
 * SOL price was known, `unvaluedLamports` for those still without one. They are put into dollars later.
 */
export type Fees = { lamports: bigint; usd: Decimal; unvaluedLamports: bigint }

export const NO_FEES: Fees = { lamports: 0n, usd: ZERO, unvaluedLamports: 0n }

/** Dollars of fees are kept to this place. A share is cut off here, and the rest stays with what is left. */
const USD_PLACES = 12

const feeUsd = (feeLamports: bigint, solPriceUsd: Decimal): Decimal =>
  toUi(feeLamports, SOL_DECIMALS).mul(solPriceUsd).toDecimalPlaces(USD_PLACES, Decimal.ROUND_HALF_UP)

export const feesOf = (lamports: bigint, solPriceUsd: Decimal | null): Fees =>
  solPriceUsd === null
    ? { lamports, usd: ZERO, unvaluedLamports: lamports }
    : { lamports, usd: feeUsd(lamports, solPriceUsd), unvaluedLamports: 0n }

export const addFees = (one: Fees, other: Fees): Fees => ({
  lamports: one.lamports + other.lamports,
  usd: one.usd.plus(other.usd),
  unvaluedLamports: one.unvaluedLamports + other.unvaluedLamports,
})

export const subtractFees = (from: Fees, part: Fees): Fees => ({
  lamports: from.lamports - part.lamports,
  usd: from.usd.minus(part.usd),
  unvaluedLamports: from.unvaluedLamports - part.unvaluedLamports,
})

/** `part / whole` of the fees, each rounded towards zero; the whole is all of them to the last unit. */
export const shareOfFees = (fees: Fees, part: bigint, whole: bigint): Fees =>
  part === whole
    ? fees
    : {
        lamports: (fees.lamports * part) / whole,
        usd: fees.usd.mul(decimal(part)).div(decimal(whole)).toDecimalPlaces(USD_PLACES, Decimal.ROUND_DOWN),
        unvaluedLamports: (fees.unvaluedLamports * part) / whole,
      }
