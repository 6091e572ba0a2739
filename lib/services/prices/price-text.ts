import { decimalString, type Decimal } from '@/lib/domain/money/decimal'

/** A price for people, Redis and the database: 20 significant digits are far below what one base unit moves. */
export const priceText = (price: Decimal): string => decimalString(price.toSignificantDigits(20))
