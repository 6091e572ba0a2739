import { z } from 'zod'
import { errorCodes } from '@/lib/errors'
import { algorithms } from '@/lib/domain/orders/order-status'
import { order } from './orders'
import { position } from './positions'
import { address, decimalBetween, isoTime } from './primitives'

const percent = (max: string) => decimalBetween('0', max, { exclusiveMin: true })
/** A level closer than this to the entry would fire on the cost of the trade itself. */
const NEAREST_LEVEL_PCT = '0.1'
export const level = (max: string) => decimalBetween(NEAREST_LEVEL_PCT, max)
const price = decimalBetween('0', '1000000000000', { exclusiveMin: true })

export const exitPlanInput = {
  /** `null` asks for no take-profit; that is refused with `risk.exit_plan_required`. */
  takeProfitPct: level('100000').nullable().optional(),
  stopLossPct: level('99.99').nullable().optional(),
  /** Follows the highest price at this distance; it never falls back. */
  trailingStopPct: level('99.99').optional(),
  /** Profit at which the trailing stop begins; left out: from the entry on. */
  trailingActivationPct: level('100000').optional(),
  /** Profit at which the stop moves up to what the position cost. */
  breakEvenAtPct: level('100000').optional(),
  /** Partial exits on the way: `sellPct` of everything bought once the profit reaches `atPct`. */
  ladder: z
    .array(z.strictObject({ atPct: level('100000'), sellPct: percent('99') }))
    .max(10)
    .default([]),
  /** Sells what is left this many minutes after the fill; at most 30 days. */
  timeStopMinutes: z.number().int().min(1).max(43_200).optional(),
}

export const buyInput = z.strictObject({
  token: z.string({ error: 'must be a mint address or a symbol' }).trim().min(1).max(64),
  amountUsd: decimalBetween('0', '1000000000000', { exclusiveMin: true }),
  ...exitPlanInput,
  slippageBps: z.number().int().min(1).max(5000).optional(),
  /** Makes it a limit entry: bought once a token costs no more than this, fee and impact included. */
  limitPriceUsd: decimalBetween('0', '1000000000000', { exclusiveMin: true }).optional(),
  /** Of a limit entry; 24 hours from now unless given, at most 30 days. */
  expiresAt: isoTime.optional(),
  algorithm: z.enum(algorithms).default('AUTO'),
  /** From the first slice to the last, of an algorithm that has slices; its own usual time unless given, a day at most. */
  durationSeconds: z.number().int().min(1).max(86_400).optional(),
  /** A connected wallet to buy with: it signs itself. The trading wallet unless given. */
  wallet: address.optional(),
  acknowledge: z.array(z.string().max(64)).max(20).default([]),
})
export type BuyInput = z.infer<typeof buyInput>

export const sellInput = z.strictObject({
  positionId: z.uuid('must be the id of a position'),
  percent: percent('100').default('100'),
  /** At once unless it says otherwise: getting out does not wait for a better price by itself. */
  algorithm: z.enum(algorithms).default('MARKET'),
  durationSeconds: buyInput.shape.durationSeconds,
})
export type SellInput = z.infer<typeof sellInput>

/** What is left out stays; `null` removes a rule. A take-profit and a stop-loss can be moved, not removed. */
export const planInput = z
  .strictObject({
    takeProfitPct: level('100000'),
    takeProfitPriceUsd: price,
    stopLossPct: level('99.99'),
    /** May lie above the entry: then it locks a profit in. */
    stopLossPriceUsd: price,
    trailingStopPct: level('99.99').nullable(),
    trailingActivationPct: level('100000').nullable(),
    breakEvenAtPct: level('100000').nullable(),
    ladder: exitPlanInput.ladder.removeDefault(),
    timeStopMinutes: exitPlanInput.timeStopMinutes.unwrap().nullable(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must name at least one rule to change')
  .refine(
    (change) => change.takeProfitPct === undefined || change.takeProfitPriceUsd === undefined,
    'takeProfitPct and takeProfitPriceUsd: send one of the two',
  )
  .refine(
    (change) => change.stopLossPct === undefined || change.stopLossPriceUsd === undefined,
    'stopLossPct and stopLossPriceUsd: send one of the two',
  )
export type PlanInput = z.infer<typeof planInput>

export const tradeFilledAnswer = z.object({ order, position })
export const tradeWorkingAnswer = z.object({ order })

/** RFC 9457. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(errorCodes),
})
export type Problem = z.infer<typeof problem>

export const tokenInput = z.strictObject({
  email: z.string({ error: 'must be your e-mail address' }).trim().toLowerCase().max(254),
  password: z.string({ error: 'must be your password' }).min(1).max(1024),
  /** Code of the authenticator app, or a recovery code; asked for where one is set up. */
  totp: z.string().trim().max(64).optional(),
})
export const tokenAuthAnswer = z.object({ token: z.string(), expiresAt: z.string() })
