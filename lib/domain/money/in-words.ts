import type { Decimal } from './decimal'

/** Thousands grouped, for sentences: `24,327,442,467.941`. Takes a plain decimal, no exponent. */
export const grouped = (plain: string): string => {
  const [whole = '0', fraction] = plain.split('.')
  const groups = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}

/** `$12,345,678.90` */
export const inDollars = (value: Decimal): string =>
  `${value.isNegative() ? '−' : ''}$${grouped(value.abs().toFixed(2))}`
