import type { AdoptInput } from '@/lib/contracts/adopt'
import { positionAnswer, type PositionView } from '@/lib/contracts/positions'
import { callApi, parseAnswer } from './api-client'

/** Puts tokens that lie in the wallet under an exit plan. */
export const adoptHolding = async (input: AdoptInput): Promise<PositionView> =>
  parseAnswer(
    positionAnswer,
    await callApi('/positions/adopt', { method: 'POST', body: JSON.stringify(input) }),
  ).position
