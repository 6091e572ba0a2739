import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { positionsWithUnvaluedFees, valueFailedAttempts, valueFeesOfPosition } from '@/lib/db/fee-repository'
import { lockPosition } from '@/lib/db/position-repository'
import { type Decimal, roundedString } from '@/lib/domain/money/decimal'

export type ValueFeesDeps = { db: Database; solPriceUsd: () => Promise<Decimal | null> }

/**
 * Fees paid while no price of SOL was known get one as soon as there is: a fill is booked whatever the
 * vendors do, and its dollars follow. Repeating it changes nothing.
 */
export const valueFees = async (deps: ValueFeesDeps): Promise<void> => {
  const sol = await deps.solPriceUsd()
  if (!sol) return
  const price = roundedString(sol, 9)
  await valueFailedAttempts(deps.db, price)
  for (const { id, userId } of await positionsWithUnvaluedFees(deps.db))
    await deps.db.transaction(async (tx) => {
      const position = await lockPosition(tx, id)
      if (!position || position.feesUnvaluedLamports === 0n) return
      await valueFeesOfPosition(tx, id, price)
      await recordAudit(tx, {
        userId,
        actor: { kind: 'system', id: 'fees' },
        action: 'fees.valued',
        subject: id,
        details: { lamports: position.feesUnvaluedLamports.toString(), solPriceUsd: price },
      })
    })
}
