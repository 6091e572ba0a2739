import { z } from 'zod'

/** Who says so is there to sign what waits for a signature, for the next `seconds`. */
export const presenceAnswer = z.object({ present: z.literal(true), seconds: z.number().int() })
export type PresenceView = z.infer<typeof presenceAnswer>
