import { z } from 'zod'

/** Slots, heights and lamports. Those that matter are below 2^53; amounts of tokens come in account data. */
export const whole = z.number().refine(Number.isInteger, 'expected a whole number').transform(BigInt)

const base64Data = z
  .tuple([z.string(), z.literal('base64')])
  .transform(([text]): Uint8Array => Buffer.from(text, 'base64'))

export const account = z.object({ lamports: whole, owner: z.string(), data: base64Data })

export const withContext = <T extends z.ZodType>(value: T) =>
  z.object({ context: z.object({ slot: whole }), value })

/** null, a name, or an object: read by `failureOf`. */
export const transactionError = z.unknown()
