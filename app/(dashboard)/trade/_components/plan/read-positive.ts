import { Decimal } from '@/lib/domain/money/decimal'

const PLAIN = /^\d{1,12}(\.\d{0,6})?$/

/** A positive plain decimal below `max`, or null. Commas between thousands and a leading $ are typing habits. */
export const readPositive = (text: string, max: string): string | null => {
  const clean = text.replace(/[\s$,%+]/g, '')
  if (!PLAIN.test(clean)) return null
  const value = new Decimal(clean)
  return value.gt(0) && value.lte(max) ? value.toFixed() : null
}
