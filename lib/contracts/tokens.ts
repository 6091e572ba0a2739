import { z } from 'zod'
import { tokenClasses } from '@/lib/domain/sizing/token-class'
import type { Candle } from '@/lib/domain/tokens/candle'
import { address, decimalBetween, decimalText, isoTime } from './primitives'

export const tokenRef = z.object({ mint: z.string(), symbol: z.string(), decimals: z.number().int() })

export const safetyChip = z.object({
  id: z.string(),
  level: z.enum(['pass', 'amber', 'block']),
  label: z.string(),
})

/** What leaving at once would cost, in dollars and percent of the stake. */
export const roundTripCost = z.object({
  amountUsd: decimalText,
  totalUsd: decimalText,
  totalPct: decimalText,
  impactUsd: decimalText,
  venueUsd: decimalText,
  /** What the token itself keeps of its transfers. */
  taxUsd: decimalText,
  networkUsd: decimalText,
  rentUsd: decimalText,
})

export const tokenCard = tokenRef.extend({
  name: z.string(),
  icon: z.string().nullable(),
  verified: z.boolean(),
  priceUsd: decimalText.nullable(),
  priceAt: isoTime.nullable(),
  priceChange24hPct: decimalText.nullable(),
  liquidityUsd: decimalText.nullable(),
  volume24hUsd: decimalText.nullable(),
  marketCapUsd: decimalText.nullable(),
  holders: z.number().int().nullable(),
  createdAt: isoTime.nullable(),
  /** Who made it, where that is known; a lock may keep out all tokens of one deployer. */
  deployer: z.string().nullable(),
  safety: z.array(safetyChip),
  /** How much of a full size it gets: see docs/algorithms/sizing.md. */
  tokenClass: z.enum(tokenClasses),
  /** A size at which the default stop costs the share of your account you risk; null in lists. */
  suggestion: z.object({ amountUsd: decimalText, riskPct: decimalText, stopLossPct: decimalText }).nullable(),
  roundTrip: roundTripCost.nullable(),
})
export type TokenCard = z.infer<typeof tokenCard>
export type SafetyChip = z.infer<typeof safetyChip>
export type RoundTripCost = z.infer<typeof roundTripCost>

export const candleIntervals = ['1s', '1m', '5m', '15m', '1h', '4h', '1d'] as const
export type CandleInterval = (typeof candleIntervals)[number]

/** One bar. `time` is the start of the interval in unix seconds. */
export const candle: z.ZodType<Candle> = z.object({
  time: z.number().int(),
  open: decimalText,
  high: decimalText,
  low: decimalText,
  close: decimalText,
  volumeUsd: decimalText,
})

export const tokenListQuery = z.object({ query: z.string().trim().max(200).optional() })
export const tokenParams = z.object({ mint: address })
export const tokenCardQuery = z.object({
  amountUsd: decimalBetween('0', '1000000000000', { exclusiveMin: true }).optional(),
})
export const candleQuery = z.object({
  interval: z.enum(candleIntervals).default('1m'),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
})

export const tokenListAnswer = z.object({ tokens: z.array(tokenCard) })
export const tokenAnswer = z.object({ token: tokenCard })
export const candlesAnswer = z.object({ mint: z.string(), interval: z.string(), candles: z.array(candle) })
