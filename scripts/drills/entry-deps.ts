import type { createWorkerParts } from '@/lib/composition/worker'
import { createReturnSeries } from '@/lib/services/risk/return-series'
import { assessEntrySafety, type EntryToAssess } from '@/lib/services/safety/assess-entry-safety'
import { resolveToken } from '@/lib/services/tokens/resolve-token'
import type { PlaceBuyOrderDeps } from '@/lib/services/trade/place-buy-order'

/** What accepting an entry needs, as the web process has it. */
export const entryDepsOf = (
  parts: ReturnType<typeof createWorkerParts>,
  enqueue: PlaceBuyOrderDeps['enqueue'],
): PlaceBuyOrderDeps => {
  const { db } = parts.database
  return {
    db,
    chain: parts.rpc,
    resolveToken: (text: string) =>
      resolveToken({ db, directory: parts.directory, now: () => new Date() }, text),
    assessSafety: (entry: EntryToAssess) => assessEntrySafety(parts.safety, entry),
    readMarket: parts.readMarket,
    readReturns: createReturnSeries(),
    enqueue,
    random: Math.random,
    onEnqueueFailed: () => {},
  }
}
