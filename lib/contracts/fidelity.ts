import { z } from 'zod'
import { decimalText } from './primitives'

/** Real fills against the paper fills beside them; bps of what was received, negative where less came. */
export const fidelityAnswer = z.object({
  fidelity: z.object({
    pairs: z.number().int(),
    meanBps: decimalText.nullable(),
    spreadBps: decimalText.nullable(),
    onlySimulated: z.number().int(),
    onlyReal: z.number().int(),
    medianLatencyMs: z.number().int().nullable(),
  }),
})
