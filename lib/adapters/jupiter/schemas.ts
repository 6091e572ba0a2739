import { z } from 'zod'

/** Amounts come as digits in a string; as a number they would lose base units above 2^53. */
export const amountText = z
  .string()
  .regex(/^\d{1,39}$/, 'expected base units as digits')
  .transform((text) => BigInt(text))

/** A block height or slot, which some endpoints give as text and others as a number. */
export const heightValue = z
  .union([z.string().regex(/^\d+$/), z.number().int().nonnegative()])
  .transform((value) => BigInt(value))

export const base64Bytes = z
  .base64()
  .min(1)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
