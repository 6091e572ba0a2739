import {
  type LockView,
  lockAnswer,
  riskLimitsAnswer,
  type RiskLimitsAnswer,
  type riskLimitsInput,
} from '@/lib/contracts/risk'
import type { z } from 'zod'
import { callApi, parseAnswer } from './api-client'

/** Removing twice is the same as once. */
export const removeLock = async (id: string): Promise<LockView> =>
  parseAnswer(lockAnswer, await callApi(`/locks/${id}`, { method: 'DELETE' })).lock

export const changeRiskLimits = async (input: z.input<typeof riskLimitsInput>): Promise<RiskLimitsAnswer> =>
  parseAnswer(riskLimitsAnswer, await callApi('/risk/limits', { method: 'PUT', body: JSON.stringify(input) }))
