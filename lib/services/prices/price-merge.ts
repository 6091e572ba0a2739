import {
  type Claims,
  decided,
  heard,
  isClaimSource,
  mergedPrice,
  type PriceClaim,
} from '@/lib/domain/prices/merge-prices'
import type { Logger } from '@/lib/observability/logger'
import type { PriceTick } from './price-tick'
import { within } from './repeat'

/** What a second look tells, as it tells of itself. */
export const READ_SOURCE = 'account-read'

export type PriceMergeDeps = {
  /** Asks other nodes and adopts what is believed; null where none answers. */
  lookAgain: (mint: string) => Promise<PriceTick | null>
  /** Tells the price of the pool as it stands, as one that was looked at. */
  accept: (mint: string) => void
  now: () => Date
  logger: Logger
}

/** A look that takes longer is taken for no answer, and without any a price that stands for so long is believed. */
const SLOW_MS = 1_000
const STANDS_MS = 2_000
const AGAIN_MS = 250

/**
 * Which prices may be told, where several sources speak of one token. Two that contradict each other are held back
 * until other nodes were asked.
 */
export const createPriceMerge = ({ lookAgain, accept, now, logger }: PriceMergeDeps) => {
  const claims = new Map<string, Claims>()
  /** What the stream tells and nobody is told of yet. */
  const held = new Map<string, PriceTick>()
  const settling = new Set<string>()
  let closed = false

  const settle = async (mint: string): Promise<void> => {
    if (settling.has(mint)) return
    settling.add(mint)
    const since = now().getTime()
    try {
      logger.warn({ mint }, 'Two sources tell different prices; another node is asked')
      let found: PriceTick | null = null
      while (!found && now().getTime() - since < STANDS_MS) {
        await within(
          lookAgain(mint).then((tick) => void (found = tick)),
          SLOW_MS,
        )
        if (closed || !claims.has(mint)) return
        if (!found) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
      accept(mint)
    } finally {
      settling.delete(mint)
    }
  }

  return {
    /** Whether this price is the one to tell now. */
    admits: (tick: PriceTick): boolean => {
      const { mint, source, slot, priceUsd } = tick
      // A vendor's price knows no slot; it is asked for only where nobody else tells one.
      if (!isClaimSource(source)) return true
      const claim: PriceClaim = { source, slot, priceUsd }
      const known = claims.get(mint) ?? new Map()
      const next = source === READ_SOURCE ? decided(known, claim) : heard(known, claim)
      claims.set(mint, next)
      const merged = mergedPrice(next)
      if (merged.kind === 'contested') {
        if (source === 'account-stream') held.set(mint, tick)
        void settle(mint)
        return false
      }
      held.delete(mint)
      return merged.kind === 'believed' && merged.claim.source === source
    },
    held: (mint: string): PriceTick | undefined => held.get(mint),
    forget: (mint: string): void => {
      claims.delete(mint)
      held.delete(mint)
    },
    close: (): void => {
      closed = true
    },
  }
}
