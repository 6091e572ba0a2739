import { createHash } from 'node:crypto'
import { canonicalJson } from '@/lib/domain/journal/canonical-json'
import { AppError } from '@/lib/errors'

export type Idempotency = { key: string; bodyHash: string }

/** SHA-256 of the validated input: the order of members and `100` or `"100"` make no difference. */
export const hashBody = (input: unknown): string =>
  createHash('sha256').update(canonicalJson(input)).digest('hex')

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
