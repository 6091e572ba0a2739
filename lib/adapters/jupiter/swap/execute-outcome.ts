import type { z } from 'zod'
import { errorMessage } from '@/lib/errors'
import type { LandingAnswer } from '@/lib/ports/execution-venue'
import { JupiterResponseError } from '../errors'
import { refusal, type executeV2 } from './schemas'

/**
 * Codes by which Jupiter says that it refused the bytes before any broadcast: invalid signed transaction, invalid
 * message, invalid transaction, not fully signed, invalid payload. All other negative ones (a missing order, failed to
 * land, unknown, expired, timed out) leave the outcome open: only the signature can tell.
 */
const REFUSED_BEFORE_SENDING = new Set([-2, -3, -1002, -1003, -2002])

export const outcomeOfAnswer = (answer: z.infer<typeof executeV2>, signature: string): LandingAnswer => {
  const { status, code, slot, error } = answer
  if (answer.signature !== undefined && answer.signature !== '' && answer.signature !== signature) {
    return { outcome: 'unknown', detail: `Jupiter speaks of another transaction: ${answer.signature}` }
  }
  if (status === 'Success' && code === 0 && slot !== undefined && answer.signature === signature) {
    return { outcome: 'landed', signature, slot }
  }
  if (status === 'Failed') return outcomeOfCode(code, error)
  return { outcome: 'unknown', detail: `Jupiter answered ${status} with code ${code}` }
}

/** Of a call that brought no answer to parse. A refusal with a definitive code is an answer all the same. */
export const outcomeOfError = (error: unknown): LandingAnswer => {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof JupiterResponseError && cause.status >= 400 && cause.status < 500) {
    const parsed = refusal.safeParse(cause.body)
    if (parsed.success) return outcomeOfCode(parsed.data.code, parsed.data.error, false)
  }
  return { outcome: 'unknown', detail: errorMessage(error) }
}

/** Positive codes are a program's own, reported of a transaction in a block; as an HTTP error they mean nothing. */
const outcomeOfCode = (code: number, error: string | undefined, executed = true): LandingAnswer => {
  const detail = `${error ?? 'no reason given'} (Jupiter code ${code})`
  const definitive = REFUSED_BEFORE_SENDING.has(code) || (executed && code > 0)
  return definitive ? { outcome: 'failed', code: String(code), detail } : { outcome: 'unknown', detail }
}
