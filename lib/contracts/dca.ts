import { z } from 'zod'
import { dcaStatuses } from '@/lib/domain/orders/dca-plan'
import { decimalBetween, decimalText, isoTime } from './primitives'
import { tokenRef } from './tokens'
import { buyInput, exitPlanInput } from './trade'

/** One month at the longest between two purchases. */
const LONGEST_EVERY_MINUTES = 43_200

export const dcaInput = z.strictObject({
  token: buyInput.shape.token,
  /** Of each purchase. */
  amountUsd: decimalBetween('0', '1000000000000', { exclusiveMin: true }),
  everyMinutes: z.number().int().min(1).max(LONGEST_EVERY_MINUTES),
  count: z.number().int().min(2).max(365),
  /** The first purchase; at once unless given. */
  startAt: isoTime.optional(),
  ...exitPlanInput,
  slippageBps: buyInput.shape.slippageBps,
  /** Safety warnings that are accepted for every purchase of the plan. */
  acknowledge: buyInput.shape.acknowledge,
})
export type DcaInput = z.infer<typeof dcaInput>

export const dcaPlan = z.object({
  id: z.string(),
  token: tokenRef,
  status: z.enum(dcaStatuses),
  amountUsd: decimalText,
  everyMinutes: z.number().int(),
  count: z.number().int(),
  /** Purchases begun so far; one that was denied counts, one that was missed does not. */
  done: z.number().int(),
  nextAt: isoTime.nullable(),
  positionId: z.string().nullable(),
  lastNote: z.string().nullable(),
  createdAt: isoTime,
})
export type DcaPlanView = z.infer<typeof dcaPlan>
export const dcaPlanAnswer = z.object({ plan: dcaPlan })
export const dcaPlanListAnswer = z.object({ plans: z.array(dcaPlan) })
