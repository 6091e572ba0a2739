import type { Executor } from '@/lib/db/client'
import { feesInLots, insertLot, insertLotSales, openLots, updateLot } from '@/lib/db/lot-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { addFees, type Fees, subtractFees } from '@/lib/domain/positions/fees'
import { feesFromRow, feesToRow } from '@/lib/domain/positions/fills'
import { sellLots } from '@/lib/domain/positions/lots'

export type Purchase = {
  id: string
  positionId: string
  /** null for tokens that came from outside. */
  orderId: string | null
  boughtRaw: bigint
  costRaw: bigint
  fees: Fees
  at: Date
}

/** A purchase becomes a lot of its position. With the position's row locked, or just inserted. */
export const addLot = async (tx: Executor, purchase: Purchase): Promise<void> => {
  const { boughtRaw, costRaw, fees, at, ...names } = purchase
  await insertLot(tx, {
    ...names,
    boughtRaw,
    costRaw,
    feeLamports: fees.lamports,
    remainingRaw: boughtRaw,
    remainingCostRaw: costRaw,
    ...feesToRow(fees),
    openedAt: at,
  })
}

export type LotSaleInput = {
  positionId: string
  /** null where tokens left without a fill of ours. */
  tradeId: string | null
  soldRaw: bigint
  proceedsRaw: bigint
  /** Everything the position has paid so far, this sale included: what no lot accounts for yet is the sale's own. */
  positionFees: Fees
  at: Date
}

/**
 * Takes a sale out of the lots, oldest first, and stores what each realised. With the position's row locked.
 * Throws when the lots hold less than was sold: a bookkeeping fault, never a market event.
 */
export const sellFromLots = async (tx: Executor, sale: LotSaleInput): Promise<void> => {
  const rows = await openLots(tx, sale.positionId)
  const accounted = (await feesInLots(tx, sale.positionId)).map(feesFromRow).reduce(addFees)
  const result = sellLots(
    rows.map((row) => ({ ...row, remainingFees: feesFromRow(row) })),
    {
      soldRaw: sale.soldRaw,
      proceedsRaw: sale.proceedsRaw,
      fees: subtractFees(sale.positionFees, accounted),
    },
  )
  for (const lot of result.lots)
    await updateLot(tx, lot.id, {
      remainingRaw: lot.remainingRaw,
      remainingCostRaw: lot.remainingCostRaw,
      ...feesToRow(lot.remainingFees),
    })
  await insertLotSales(
    tx,
    result.sales.map(({ lotId, soldRaw, proceedsRaw, costRaw, fees, realisedUsd }) => ({
      positionId: sale.positionId,
      lotId,
      tradeId: sale.tradeId,
      soldRaw,
      proceedsRaw,
      costRaw,
      ...feesToRow(fees),
      realisedUsd: decimalString(realisedUsd),
      at: sale.at,
    })),
  )
}
