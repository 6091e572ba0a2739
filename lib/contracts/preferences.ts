import { z } from 'zod'
import { DEFAULT_VENUE_POLICY, venuePolicies } from '@/lib/domain/execution/rank-bids'
import { Decimal } from '@/lib/domain/money/decimal'
import { decimalBetween, decimalText } from './primitives'
import { level } from './trade'

export const MAX_BUY_AMOUNTS = 5

/** All of them: what is sent replaces what was there. */
export const preferencesInput = z.strictObject({
  takeProfitPct: level('100000'),
  stopLossPct: level('99.99'),
  slippageBps: z
    .number({ error: 'must be a whole number of hundredths of a percent, or null' })
    .int('must be whole')
    .min(1, 'must be at least 1')
    .max(5000, 'must be at most 5000')
    .nullable(),
  buyAmountsUsd: z
    .array(decimalBetween('0', '1000000', { exclusiveMin: true }), { error: 'must be a list of amounts' })
    .min(1, 'must have at least one amount')
    .max(MAX_BUY_AMOUNTS, `must have at most ${MAX_BUY_AMOUNTS} amounts`)
    .refine((amounts) => new Set(amounts).size === amounts.length, { error: 'must differ from each other' })
    .transform((amounts) => amounts.toSorted((left, right) => new Decimal(left).comparedTo(right))),
  /** Which venue swaps where several offer. */
  venuePolicy: z
    .enum(venuePolicies, { error: `must be one of ${venuePolicies.join(', ')}` })
    .default(DEFAULT_VENUE_POLICY),
})
export type PreferencesInput = z.infer<typeof preferencesInput>

export const preferences = z.object({
  takeProfitPct: decimalText,
  stopLossPct: decimalText,
  slippageBps: z.number().int().nullable(),
  buyAmountsUsd: z.array(decimalText),
  venuePolicy: z.enum(venuePolicies),
})
export type PreferencesView = z.infer<typeof preferences>
export const preferencesAnswer = z.object({ preferences })
