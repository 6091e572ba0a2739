import { decimal, type Decimal } from '@/lib/domain/money/decimal'
import { positiveNumber } from './fields'
import type { Environment, Fault } from './parse-environment'
import { z } from 'zod'

const HOUR_MS = 3_600_000
const DEFAULT_WAIT_HOURS = '24'

export const withdrawalFields = {
  WITHDRAWAL_DAILY_USD: positiveNumber(1_000_000_000).optional(),
  WITHDRAWAL_WAIT_HOURS: z
    .string()
    .regex(/^\d{1,4}(\.\d+)?$/, 'must be a number of hours')
    .default(DEFAULT_WAIT_HOURS),
}

type Values = z.infer<z.ZodObject<typeof withdrawalFields>>

/** What may leave a trading wallet in a UTC day, and how long a new address waits. */
export const withdrawalRulesFrom = (values: Values): { dailyUsd: Decimal; waitMs: number } => ({
  dailyUsd: decimal(String(values.WITHDRAWAL_DAILY_USD ?? 1000)),
  waitMs: Number(values.WITHDRAWAL_WAIT_HOURS) * HOUR_MS,
})

/** Real money waits at least a day, so that its owner can notice an address somebody else added. */
export const withdrawalGuard = (env: Environment): Fault[] =>
  env.JARVIS_MODE === 'live' && Number(env.WITHDRAWAL_WAIT_HOURS ?? DEFAULT_WAIT_HOURS) < 24
    ? [{ name: 'WITHDRAWAL_WAIT_HOURS', message: 'must be at least 24 in live mode' }]
    : []
