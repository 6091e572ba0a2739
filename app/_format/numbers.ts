import { Decimal } from '@/lib/domain/money/decimal'

/** U+2212: as wide as the plus and as the digits. */
const MINUS = '\u2212'
/** Keeps a number and its unit on one line. */
const NBSP = '\u00a0'
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Fixed places, thousands grouped, half-up. The sign is the caller's. */
const fixed = (value: Decimal, places: number): string => {
  const [whole = '0', fraction] = value.abs().toFixed(places, Decimal.ROUND_HALF_UP).split('.')
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`
}

const signOf = (value: Decimal, shown: string): '' | '+' | typeof MINUS =>
  /[1-9]/.test(shown) ? (value.isNegative() ? MINUS : '+') : ''

const FULL_DIGITS = 12

export type TokenPriceParts = {
  lead: string
  /** How many zeros after the point the subscript stands for; null when none are folded. */
  foldedZeros: number | null
  digits: string
  /** Without folding, for screen readers and the clipboard; a computed price is cut to what a price can mean. */
  full: string
}

/** Five significant digits; below 0.001 the zeros after the point become a subscript. */
export const tokenPriceParts = (price: string): TokenPriceParts => {
  const value = new Decimal(price)
  const full = value.toSignificantDigits(FULL_DIGITS).toFixed()
  if (value.isZero()) return { lead: '0', foldedZeros: null, digits: '', full }
  const rounded = value.abs().toSignificantDigits(5)
  const sign = value.isNegative() ? MINUS : ''
  if (rounded.gte('0.001')) {
    const places = Math.max(0, 4 - rounded.e)
    return { lead: `${sign}${fixed(rounded, Math.min(places, 7))}`, foldedZeros: null, digits: '', full }
  }
  const digits = rounded.toFixed().slice(2).replace(/^0+/, '')
  return { lead: `${sign}0.0`, foldedZeros: -rounded.e - 1, digits, full }
}

/** The same as one string with Unicode subscripts, for canvas and titles. */
export const formatTokenPrice = (price: string): string => {
  const { lead, foldedZeros, digits } = tokenPriceParts(price)
  if (foldedZeros === null) return lead
  const subscript = [...String(foldedZeros)].map((digit) => SUBSCRIPTS[Number(digit)]).join('')
  return `${lead}${subscript}${digits}`
}

/** `$1,234.56`; a sum that is not nothing but less than a cent is `<$0.01`. */
export const formatUsd = (amount: string): string => {
  const value = new Decimal(amount)
  if (!value.isZero() && value.abs().lt('0.01')) return value.isNegative() ? `${MINUS}<$0.01` : '<$0.01'
  return `${value.isNegative() ? MINUS : ''}$${fixed(value, 2)}`
}

/** Whole dollars without cents, for limits and presets: `$500`, `$62.50`. */
export const formatUsdShort = (amount: string): string => {
  const value = new Decimal(amount)
  return value.isInteger() ? `${value.isNegative() ? MINUS : ''}$${fixed(value, 0)}` : formatUsd(amount)
}

/** Fees are often below a cent, so they keep four places there. */
export const formatFeeUsd = (amount: string): string => {
  const value = new Decimal(amount)
  if (value.isZero() || value.abs().gte('0.01')) return formatUsd(amount)
  if (value.abs().lt('0.0001')) return '<$0.0001'
  return `${value.isNegative() ? MINUS : ''}$${fixed(value, 4)}`
}

/** `+$15.31`, `−$7.10`, `$0.00`. */
export const formatSignedUsd = (amount: string): string => {
  const value = new Decimal(amount)
  const shown = fixed(value, 2)
  return `${signOf(value, shown)}$${shown}`
}

const COMPACT_STEPS = [
  ['1e12', 'T'],
  ['1e9', 'B'],
  ['1e6', 'M'],
  ['1e3', 'k'],
] as const

/** Market figures only: `$184 k`, `$1.84 B`. */
export const formatUsdCompact = (amount: string): string => {
  const value = new Decimal(amount)
  const rounded = value.abs().toSignificantDigits(3)
  for (const [size, unit] of COMPACT_STEPS) {
    if (rounded.gte(size)) {
      const scaled = rounded.div(size)
      return `$${fixed(scaled, Math.max(0, 2 - scaled.e))}${NBSP}${unit}`
    }
  }
  return formatUsd(amount)
}

/** `214,806`. */
export const formatCount = (count: number): string => group(String(Math.trunc(count)))

/** `+6.12 %`. */
export const formatSignedPct = (percent: string): string => {
  const value = new Decimal(percent)
  const shown = fixed(value, 2)
  return `${signOf(value, shown)}${shown}${NBSP}%`
}

/** `6.12 %`. */
export const formatPct = (percent: string): string => `${fixed(new Decimal(percent), 2)}${NBSP}%`

/** Settings and shares are whole, unless the trader set a fraction: `31 %`, `12.5 %`. */
export const formatPctSetting = (percent: string): string =>
  `${group(new Decimal(percent).abs().toSignificantDigits(6).toFixed())}${NBSP}%`

/** Six significant digits, cut, never rounded up: not more than can be spent. */
export const formatAmount = (amount: string): string => {
  const value = new Decimal(amount)
  if (value.isZero()) return '0'
  const places = Math.max(0, 5 - value.e)
  const cut = value.abs().toDecimalPlaces(places, Decimal.ROUND_DOWN).toFixed()
  const [whole = '0', fraction] = cut.split('.')
  return `${value.isNegative() ? MINUS : ''}${group(whole)}${fraction ? `.${fraction}` : ''}`
}

/** Base units, only in tooltips and audits: `4,321,000,000`. */
export const formatBaseUnits = (raw: string): string =>
  raw.startsWith('-') ? `${MINUS}${group(raw.slice(1))}` : group(raw)

export type Direction = 'up' | 'down' | 'flat'

/** Of the shown figure: what rounds to zero has no direction. */
export const directionOf = (amount: string): Direction => {
  const shown = new Decimal(amount).toFixed(2)
  if (!/[1-9]/.test(shown)) return 'flat'
  return shown.startsWith('-') ? 'down' : 'up'
}

/** Colour is never alone. */
export const arrowOf = (direction: Direction): string =>
  direction === 'up' ? '▲' : direction === 'down' ? '▼' : ''
