import { z } from 'zod'
import { errorCodes } from '@/lib/errors'
import { algorithms } from '@/lib/domain/orders/order-status'
import { order } from './orders'
import { position } from './positions'
import { decimalBetween, isoTime } from './primitives'

const percent = (max: string) => decimalBetween('0', max, { exclusiveMin: true })
/** A level closer than this to the entry would fire on the cost of the trade itself. */
const NEAREST_LEVEL_PCT = '0.1'
export const level = (max: string) => decimalBetween(NEAREST_LEVEL_PCT, max)

export const exitPlanInput = {
  /** `null` asks for no take-profit; that is refused with `risk.exit_plan_required`. */
  takeProfitPct: level('100000').nullable().optional(),
  stopLossPct: level('99.99').nullable().optional(),
  trailingStopPct: level('99.99').optional(),
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
  acknowledge: z.array(z.string().max(64)).max(20).default([]),
})
export type BuyInput = z.infer<typeof buyInput>

export const sellInput = z.strictObject({
  positionId: z.uuid('must be the id of a position'),
  percent: percent('100').default('100'),
})
export type SellInput = z.infer<typeof sellInput>

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
