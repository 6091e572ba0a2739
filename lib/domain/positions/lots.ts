import { type Decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { addFees, type Fees, shareOfFees, subtractFees } from './fees'

/** What is left of one purchase: base units of the token, USDC base units paid for them, and its fees. */
export type Lot = { id: string; remainingRaw: bigint; remainingCostRaw: bigint; remainingFees: Fees }

/** The part of one sale that came out of one lot. Fees are those of the sale and of the purchase. */
export type LotSale = {
  lotId: string
  soldRaw: bigint
  proceedsRaw: bigint
  costRaw: bigint
  fees: Fees
  /** Proceeds minus cost minus fees in dollars; fees without a SOL price are not yet in it. */
  realisedUsd: Decimal
}

export type Sale = { soldRaw: bigint; proceedsRaw: bigint; fees: Fees }

/**
 * Sells from the oldest lot on (`lots` in the order they were bought). Proceeds and fees of the sale are
 * shared by the tokens each lot gave, cost and fees of a purchase by how much of what is left goes. Every
 * share is rounded down and the last one gets what remains, so the shares sum to the whole to the base unit.
 */
export const sellLots = (lots: readonly Lot[], sale: Sale): { lots: Lot[]; sales: LotSale[] } => {
  const held = lots.reduce((sum, lot) => sum + lot.remainingRaw, 0n)
  if (sale.soldRaw <= 0n || sale.soldRaw > held)
    throw new RangeError(`sold ${sale.soldRaw} base units of lots that hold ${held}`)
  let rest = sale
  const changed: Lot[] = []
  const sales: LotSale[] = []
  for (const lot of lots) {
    const soldRaw = lot.remainingRaw < rest.soldRaw ? lot.remainingRaw : rest.soldRaw
    if (soldRaw === 0n) continue
    const part = takeFrom(lot, soldRaw)
    const proceedsRaw = (rest.proceedsRaw * soldRaw) / rest.soldRaw
    const own = shareOfFees(rest.fees, soldRaw, rest.soldRaw)
    const fees = addFees(own, part.fees)
    changed.push(part.left)
    sales.push({
      lotId: lot.id,
      soldRaw,
      proceedsRaw,
      costRaw: part.costRaw,
      fees,
      realisedUsd: toUi(proceedsRaw - part.costRaw, USDC_DECIMALS).minus(fees.usd),
    })
    rest = {
      soldRaw: rest.soldRaw - soldRaw,
      proceedsRaw: rest.proceedsRaw - proceedsRaw,
      fees: subtractFees(rest.fees, own),
    }
  }
  return { lots: changed, sales }
}

const takeFrom = (lot: Lot, soldRaw: bigint): { costRaw: bigint; fees: Fees; left: Lot } => {
  const costRaw = (lot.remainingCostRaw * soldRaw) / lot.remainingRaw
  const fees = shareOfFees(lot.remainingFees, soldRaw, lot.remainingRaw)
  return {
    costRaw,
    fees,
    left: {
      id: lot.id,
      remainingRaw: lot.remainingRaw - soldRaw,
      remainingCostRaw: lot.remainingCostRaw - costRaw,
      remainingFees: subtractFees(lot.remainingFees, fees),
    },
  }
}
