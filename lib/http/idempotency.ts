import { createHash } from 'node:crypto'
import { AppError } from '@/lib/errors'

export type Idempotency = { key: string; bodyHash: string }

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([name, member]) => [name, canonical(member)]),
  )
}

/** SHA-256 of the validated input: the order of members and `100` or `"100"` make no difference. */
export const hashBody = (input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(input)) ?? '')
    .digest('hex')

/** Throws AppError `validation` when the header is missing or unusable. */
export const readIdempotencyKey = (headers: Headers): string => {
  const key = headers.get('idempotency-key')?.trim() ?? ''
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  const message = key === '' ? 'is required' : 'must be 1 to 255 printable characters without spaces'
  throw new AppError(
    'validation',
    `The header Idempotency-Key ${message}. Send a new unique value, such as a UUID, for each trade, and the same one when you repeat it.`,
    { extra: { errors: [{ field: 'Idempotency-Key', message }] } },
  )
}
