import type { FeeLevels } from '@/lib/domain/execution/priority-fee'
import { JUPITER_PROGRAM } from '@/lib/domain/execution/program-addresses'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { PriorityFeeSource } from '@/lib/ports/priority-fees'

const FRESH_MS = 10_000
/** What was paid longer ago says nothing about now. */
const USABLE_MS = 60_000
/** A first estimate is waited for so long, then the venue's own has to do. */
const WAIT_MS = 150
const MOST_KEPT = 500

type Known = { levels: FeeLevels; at: number }
/** Micro-lamports for swaps in this pool; null where nothing is known yet. */
export type ReadFeeLevels = (pool: string | null) => Promise<FeeLevels | null>

/**
 * Estimates are read ahead and kept: a trade takes the last one and has the next one fetched behind it. A pool that
 * everybody trades in at the moment costs more than the rest of the chain, so each has its own.
 */
export const createFeeLevels = (deps: {
  source: PriorityFeeSource
  logger: Pick<Logger, 'warn'>
  now: () => number
}): ReadFeeLevels => {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<void>>()

  const refresh = (account: string): Promise<void> => {
    const running = asking.get(account)
    if (running) return running
    const run = deps.source
      .feeLevels([account])
      .then(
        (levels) => {
          known.delete(account)
          known.set(account, { levels, at: deps.now() })
          if (known.size > MOST_KEPT) known.delete(known.keys().next().value!)
        },
        (error: unknown) => deps.logger.warn({ reason: errorMessage(error) }, 'priority fees not read'),
      )
      .finally(() => asking.delete(account))
    asking.set(account, run)
    return run
  }
  const usable = (account: string): FeeLevels | null => {
    const found = known.get(account)
    return found && deps.now() - found.at <= USABLE_MS ? found.levels : null
  }

  return async (pool) => {
    const account = pool ?? JUPITER_PROGRAM
    const age = deps.now() - (known.get(account)?.at ?? -Infinity)
    const fetched = age > FRESH_MS ? refresh(account) : null
    if (fetched && !usable(account)) await Promise.race([fetched, pause(WAIT_MS)])
    return usable(account)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
