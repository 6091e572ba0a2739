import type { BuyInput } from '@/lib/contracts/trade'
import { DEFAULT_LIMIT_LIFE_MS, LONGEST_LIMIT_LIFE_MS } from '@/lib/domain/orders/order-type'
import { AppError } from '@/lib/errors'

export type LimitTerms =
  | { type: 'MARKET'; limitPriceUsd: null; expiresAt: null }
  | { type: 'LIMIT'; limitPriceUsd: string; expiresAt: Date }

/** What makes an entry a limit entry. Throws `validation` for a time that has passed or lies too far ahead. */
export const limitTerms = (input: BuyInput, now: Date): LimitTerms => {
  if (input.limitPriceUsd === undefined) {
    if (input.expiresAt !== undefined)
      throw new AppError(
        'validation',
        'expiresAt: belongs to a limit entry. Send limitPriceUsd too, or leave it out.',
      )
    return { type: 'MARKET', limitPriceUsd: null, expiresAt: null }
  }
  const expiresAt = input.expiresAt
    ? new Date(input.expiresAt)
    : new Date(now.getTime() + DEFAULT_LIMIT_LIFE_MS)
  const life = expiresAt.getTime() - now.getTime()
  if (life <= 0 || life > LONGEST_LIMIT_LIFE_MS)
    throw new AppError(
      'validation',
      'expiresAt: must lie ahead, and at most 30 days. Leave it out for 24 hours.',
    )
  return { type: 'LIMIT', limitPriceUsd: input.limitPriceUsd, expiresAt }
}

/** For the timeline: what it waits for, and how long. */
export const waitingWords = (terms: Extract<LimitTerms, { type: 'LIMIT' }>, symbol: string): string =>
  `Waits until one ${symbol} costs at most $${terms.limitPriceUsd}, fee and impact included; until ${terms.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
