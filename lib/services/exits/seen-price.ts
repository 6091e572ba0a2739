import type { Decimal } from '@/lib/domain/money/decimal'
import { unitPrice } from '@/lib/domain/pools/liquidity-curve'
import {
  type EstimatedPrice,
  estimateSale,
  powersOfTen,
  saleCurve,
  type SaleCurve,
} from '@/lib/domain/pools/sale-curve'
import type { JudgeableTick } from './judgeable-tick'

/** One decimal prices every token that is quoted in SOL. */
const doubles = new WeakMap<Decimal, number>()
const asDouble = (value: Decimal): number => {
  const known = doubles.get(value)
  if (known !== undefined) return known
  const double = value.toNumber()
  doubles.set(value, double)
  return double
}

/** A price with what it comes to in doubles, worked out once however many positions look at it. */
export class SeenPrice {
  /** The pool's reserves, in base units. */
  readonly base: number
  readonly quote: number
  /** The pool's own price, in dollars a token. */
  readonly spot: number
  private curve: SaleCurve | null = null

  constructor(readonly tick: JudgeableTick) {
    const { quoteReserve, quoteDecimals, baseReserve, baseDecimals, curve } = tick.pool
    this.base = Number(baseReserve)
    this.quote = Number(quoteReserve)
    // The reserves of a curve are whole units and may be few; its price is exact.
    const perUnit = curve ? unitPrice(curve) : this.quote / this.base
    const perToken = (perUnit / powersOfTen[quoteDecimals]!) * powersOfTen[baseDecimals]!
    this.spot = perToken * asDouble(tick.quoteUsd)
  }

  /** Dollars a token that a sale of `amount` base units brings. */
  sale(amount: number, decimals: number): EstimatedPrice {
    this.curve ??= saleCurve(this.tick.pool, asDouble(this.tick.quoteUsd))
    return estimateSale(this.curve, amount, decimals)
  }
}
