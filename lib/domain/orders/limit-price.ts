import { Decimal, decimal } from '@/lib/domain/money/decimal'
import { toRawFloor, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { quoteExactIn } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'

/**
 * Dollars for one token if `inputRaw` USDC base units were spent now, fee and impact included; null where it
 * would buy nothing. `quoteUsd` is what one whole token of the pool's quote is worth.
 */
export const executableBuyPrice = (
  pool: PoolSnapshot,
  quoteUsd: Decimal,
  inputRaw: bigint,
): Decimal | null => {
  const usd = toUi(inputRaw, USDC_DECIMALS)
  const paid = toRawFloor(usd.div(quoteUsd), pool.quoteDecimals)
  const { outputRaw } = quoteExactIn(pool, pool.quoteMint, paid)
  return outputRaw === 0n ? null : usd.div(toUi(outputRaw, pool.baseDecimals))
}

/** The fewest base units `inputRaw` USDC base units may buy for no token to cost more than the limit, rounded up. */
export const leastOutput = (inputRaw: bigint, limitPriceUsd: Decimal, tokenDecimals: number): bigint =>
  BigInt(
    decimal(inputRaw)
      .div(limitPriceUsd)
      .mul(new Decimal(10).pow(tokenDecimals - USDC_DECIMALS))
      .toFixed(0, Decimal.ROUND_UP),
  )

/** The widest tolerance in bps below which an output of `quotedRaw` still keeps `leastRaw`; null when it does not reach it. */
export const toleranceAbove = (quotedRaw: bigint, leastRaw: bigint): number | null =>
  quotedRaw < leastRaw || quotedRaw === 0n ? null : Number(((quotedRaw - leastRaw) * 10_000n) / quotedRaw)
