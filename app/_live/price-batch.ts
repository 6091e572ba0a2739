import type { PriceEvent } from '@/lib/contracts/stream-events'

/** Keeps the last price of each mint and hands them over together, at most ten times a second. */
export const createPriceBatch = (apply: (prices: PriceEvent[]) => void, everyMs = 100) => {
  const waiting = new Map<string, PriceEvent>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = () => {
    timer = null
    const prices = [...waiting.values()]
    waiting.clear()
    apply(prices)
  }
  return {
    add: (price: PriceEvent) => {
      waiting.set(price.mint, price)
      timer ??= setTimeout(flush, everyMs)
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
      waiting.clear()
    },
  }
}
