import { positionAnswer, type PositionView } from '@/lib/contracts/positions'
import type { PlanInput } from '@/lib/contracts/trade'
import { callApi, parseAnswer } from './api-client'

/** Replaces parts of a position's exit plan; what is left out stays. */
export const changePlan = async (positionId: string, change: PlanInput): Promise<PositionView> => {
  const answer = await callApi(`/positions/${positionId}`, {
    method: 'PATCH',
    body: JSON.stringify(change),
  })
  return parseAnswer(positionAnswer, answer).position
}
