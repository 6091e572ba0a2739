import { z } from 'zod'
import { protectionKinds } from '@/lib/domain/risk/protections/protection-kinds'
import { decimalBetween, decimalText, isoTime } from './primitives'

/** A reason to enter nothing for a while; exits go on. */
export const lock = z.object({
  id: z.string(),
  kind: z.enum(protectionKinds),
  /** `all`: every token; `token`: one mint; `deployer`: every token of one deployer. */
  scope: z.enum(['all', 'token', 'deployer']),
  /** Set for everyone, not only for you. */
  everyone: z.boolean(),
  mint: z.string().nullable(),
  symbol: z.string().nullable(),
  deployer: z.string().nullable(),
  reason: z.string(),
  /** Null: until its cause is gone. */
  until: isoTime.nullable(),
  createdAt: isoTime,
  /** Null while it stands or when it simply ran out. */
  removedAt: isoTime.nullable(),
  /** Whether you may remove it. */
  removable: z.boolean(),
})
export type LockView = z.infer<typeof lock>

export const locksAnswer = z.object({ locks: z.array(lock) })
export const lockAnswer = z.object({ lock })

export const riskLimits = z.object({
  maxPositionUsd: decimalText,
  maxDailyLossUsd: decimalText,
  maxOpenPositions: z.number().int(),
  maxCorrelated: z.number().int(),
  riskPerTradePct: decimalText,
})
export type RiskLimitsView = z.infer<typeof riskLimits>

export const riskLimitsAnswer = z.object({
  /** What holds: the tighter of the two below. */
  limits: riskLimits,
  house: riskLimits,
  /** What you set yourself; null where you set nothing. */
  own: z.object({
    maxPositionUsd: decimalText.nullable(),
    maxDailyLossUsd: decimalText.nullable(),
    maxOpenPositions: z.number().int().nullable(),
    maxCorrelated: z.number().int().nullable(),
    riskPerTradePct: decimalText.nullable(),
  }),
  protections: z.array(z.object({ kind: z.enum(protectionKinds), on: z.boolean(), optional: z.boolean() })),
  /** When limits may be raised without a second factor; null: now. */
  raisableAt: isoTime.nullable(),
})
export type RiskLimitsAnswer = z.infer<typeof riskLimitsAnswer>

const count = (least: number) =>
  z
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(100_000, 'must be at most 100000')
    .nullable()
    .optional()
const dollars = decimalBetween('0', '1000000000', { exclusiveMin: true }).nullable().optional()

export const riskLimitsInput = z.strictObject({
  /** `null` takes your own limit away: the house's holds. */
  maxPositionUsd: dollars,
  maxDailyLossUsd: dollars,
  maxOpenPositions: count(0),
  maxCorrelated: count(1),
  riskPerTradePct: decimalBetween('0', '100', { exclusiveMin: true }).nullable().optional(),
  protections: z.partialRecord(z.enum(protectionKinds), z.boolean()).optional(),
  /** `house` sets everyone's limits; administrators only. */
  scope: z.enum(['own', 'house']).default('own'),
  /** Of your authenticator app, where you have one: needed to raise a limit or to switch a protection off. */
  code: z.string().max(64).optional(),
})
export type RiskLimitsInput = z.infer<typeof riskLimitsInput>

/** Everything the Risk page shows, as the checks of an entry see it now. */
export const riskOverview = z.object({
  limits: riskLimitsAnswer,
  day: z.object({
    pnlUsd: decimalText,
    realizedUsd: decimalText,
    unpriced: z.number().int(),
    resetsAt: isoTime,
  }),
  /** Held positions and entries on their way, as they count against the limits. */
  open: z.object({ held: z.number().int(), pending: z.number().int() }),
  largest: z.object({ symbol: z.string(), costUsd: decimalText }).nullable(),
  /** Native SOL against what must stay for selling everything. */
  sol: z.object({ balance: decimalText, reserve: decimalText, sellsLeft: z.number().int() }).nullable(),
  correlation: z.object({
    above: z.number(),
    tokens: z.array(z.object({ mint: z.string(), symbol: z.string(), positions: z.number().int() })),
    /** Row by row; null is unknown, which counts as uncorrelated. */
    matrix: z.array(z.array(z.number().nullable())),
    /** The most positions any one of them moves with, itself included. */
    largest: z.object({ count: z.number().int(), symbols: z.array(z.string()) }),
  }),
  locks: z.array(lock),
  history: z.array(lock),
})
export type RiskOverview = z.infer<typeof riskOverview>
