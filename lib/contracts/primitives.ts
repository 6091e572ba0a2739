import { z } from 'zod'
import { Decimal } from '@/lib/domain/money/decimal'

const PLAIN_DECIMAL = /^[+-]?\d{1,40}(\.\d{1,40})?$/

/**
 * Money, prices and percentages in requests: a decimal string or a JSON number, kept as an exact
 * decimal string. Scientific notation, NaN and infinity are refused.
 */
export const decimalInput = z
  .union([z.string(), z.number()], { error: 'must be a number or a decimal string' })
  .transform((value, context): string => {
    const text = typeof value === 'number' ? new Decimal(value).toFixed() : value.trim()
    if (!PLAIN_DECIMAL.test(text)) {
      context.addIssue({ code: 'custom', message: 'must be a plain decimal number such as 12.5' })
      return z.NEVER
    }
    return new Decimal(text).toFixed()
  })

/** A decimal within bounds, both inclusive unless `exclusiveMin`. */
export const decimalBetween = (min: string, max: string, options: { exclusiveMin?: boolean } = {}) =>
  decimalInput.refine(
    (text) => {
      const value = new Decimal(text)
      return (options.exclusiveMin ? value.gt(min) : value.gte(min)) && value.lte(max)
    },
    {
      error: `must be ${options.exclusiveMin ? `greater than ${min}` : `at least ${min}`} and at most ${max}`,
    },
  )

/** A Solana address: base58 of 32 bytes. */
export const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a Solana address')

export const isoTime = z.iso.datetime()
/** Decimal string in answers. */
export const decimalText = z.string()
/** Integer string of base units in answers. */
export const rawText = z.string().regex(/^-?\d+$/)

export const cursorPage = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}
