import { failedAttemptFees } from '@/lib/db/attempt-repository'
import type { Executor } from '@/lib/db/client'
import { openLots } from '@/lib/db/lot-repository'
import { lockPosition, updatePosition } from '@/lib/db/position-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { addFees, feesOf } from '@/lib/domain/positions/fees'
import {
  applyBuy,
  applyFailedAttempt,
  bookFromRow,
  bookToRow,
  type Fill,
  priceOf,
} from '@/lib/domain/positions/fills'
import { addLot } from '../positions/book-lots'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/**
 * Books a purchase as a further lot of the position the order names, if that is still open; its entry price
 * becomes what the tokens it now holds cost on average, and its levels follow. Null: there is no open position
 * to add to, so the purchase opens one of its own. An exit that has begun is never made to sell more.
 */
export const addToPosition = async (
  tx: Executor,
  deps: ExecutionDeps,
  { order }: Job,
  fill: Fill,
  decimals: number,
  at: Date,
): Promise<string | null> => {
  if (order.positionId === null) return null
  const position = await lockPosition(tx, order.positionId)
  if (position?.status !== 'OPEN') return null
  const failed = await failedAttemptFees(tx, order.id)
  const book = applyFailedAttempt(applyBuy(bookFromRow(position), fill), failed, fill.solPriceUsd)
  await addLot(tx, {
    id: deps.newId(),
    positionId: position.id,
    orderId: order.id,
    boughtRaw: fill.tokenRaw,
    costRaw: fill.quoteRaw,
    fees: addFees(feesOf(fill.feeLamports, fill.solPriceUsd), feesOf(failed, fill.solPriceUsd)),
    at,
  })
  const held = await openLots(tx, position.id)
  const costRaw = held.reduce((sum, lot) => sum + lot.remainingCostRaw, 0n)
  const entryPriceUsd = decimalString(priceOf(costRaw, book.amountRaw, decimals))
  await updatePosition(tx, position, { ...bookToRow(book), entryPriceUsd })
  return position.id
}
