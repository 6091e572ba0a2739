import type { Decimal } from '@/lib/domain/money/decimal'

const FRESH_MS = 10_000
/** Older ones are waited for. */
const USABLE_MS = 120_000

export type ReadPrice = () => Promise<Decimal | null>

/**
 * A price for what only has to be roughly right and must hold nobody up: the last one, and the next one fetched behind
 * it. One question at a time. null where nobody knows or can tell.
 */
export const keepPrice = (read: ReadPrice, now: () => number): ReadPrice => {
  let known: { price: Decimal; at: number } | null = null
  let asking: Promise<Decimal | null> | null = null
  const ask = async (): Promise<Decimal | null> => {
    try {
      const price = await read()
      if (price) known = { price, at: now() }
      return price
    } catch {
      return null
    } finally {
      asking = null
    }
  }
  return async () => {
    const age = known ? now() - known.at : Infinity
    if (age > FRESH_MS) asking ??= ask()
    return known && age <= USABLE_MS ? known.price : asking
  }
}
