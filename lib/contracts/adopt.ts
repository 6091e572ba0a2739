import { z } from 'zod'
import { level } from './trade'

/** Puts tokens that are in the wallet without a position under an exit plan. */
export const adoptInput = z.strictObject({
  token: z.string({ error: 'must be a mint address or a symbol' }).trim().min(1).max(64),
  takeProfitPct: level('100000').optional(),
  stopLossPct: level('99.99').optional(),
})
export type AdoptInput = z.infer<typeof adoptInput>
