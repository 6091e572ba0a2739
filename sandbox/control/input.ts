import bs58 from 'bs58'
import { z } from 'zod'
import { HttpError, reply } from '@/sandbox/http/exchange'

export const badRequest = (error: string, field?: string) => new HttpError(reply(400, { error, field }))

export const address = z.string().refine((text) => bs58.decodeUnsafe(text)?.length === 32, {
  message: 'must be a Solana address (base58 of 32 bytes)',
})

/** A count of base units: a decimal string, or a number small enough to be exact. */
export const baseUnits = z
  .union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative().safe()], {
    error: 'must be a whole number of base units, as a string or a number',
  })
  .transform(BigInt)
  .refine((amount) => amount > 0n && amount < 1n << 64n, { message: 'must be above 0 and below 2^64' })

/** A human amount with decimals ("1.5"), kept as text so that it can become exact base units. */
export const decimalAmount = z
  .union([z.string(), z.number().nonnegative().finite().transform(plainDecimal)], {
    error: 'must be an amount, as a string or a number',
  })
  .refine((text) => /^\d{1,12}(\.\d+)?$/.test(text), { message: 'must be an amount such as 10 or "0.5"' })

export const positiveNumber = z
  .union([z.number(), z.string().trim().min(1).transform(Number)], { error: 'must be a number' })
  .refine((value) => Number.isFinite(value) && value > 0, { message: 'must be a number above 0' })

/** Parses a JSON body. Throws a 400 that names the first field in fault and what it must be. */
export function parseBody<S extends z.ZodType>(schema: S, body: string): z.output<S> {
  let json: unknown
  try {
    json = body.trim() === '' ? {} : JSON.parse(body)
  } catch {
    throw badRequest('The body must be JSON')
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = unknown ?? issue?.path.join('.')
  const problem = unknown === undefined ? issue?.message : 'is not a field of this request'
  throw badRequest(
    field ? `${field}: ${problem}` : `The body ${problem ?? 'is not valid'}`,
    field || undefined,
  )
}

/** "1.25" with 9 decimals is 1250000000n. Throws a 400 when there are more decimals than the token has. */
export function toBaseUnits(text: string, decimals: number, field: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  if (fraction.length > decimals && /[1-9]/.test(fraction.slice(decimals))) {
    throw badRequest(`${field}: must have at most ${decimals} decimals`, field)
  }
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
}

/** The reverse: 1250000000n with 9 decimals is "1.25". */
export function fromBaseUnits(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return fraction ? `${whole}.${fraction}` : whole
}

function plainDecimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text
}
