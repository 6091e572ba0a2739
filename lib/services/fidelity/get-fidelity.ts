import type { Database } from '@/lib/db/client'
import { settledPairs } from '@/lib/db/paper-fill-repository'
import { type Fidelity, fidelityOf } from '@/lib/domain/execution/fidelity'
import type { Context } from '../context'

const LAST_PAIRS = 1_000

/** How the user's real fills compare with what paper mode would have made of them. */
export const getFidelity = async (deps: { db: Database }, ctx: Context): Promise<Fidelity> => {
  const rows = await settledPairs(deps.db, ctx.userId, LAST_PAIRS)
  return fidelityOf(
    rows.map((row) => ({
      simulatedOutRaw: row.simulatedOutRaw,
      realOutRaw: row.side === 'BUY' ? row.tokenRaw : row.quoteRaw,
      landedAfterMs: (row.resolvedAt?.getTime() ?? 0) - row.signedAt.getTime(),
    })),
  )
}
