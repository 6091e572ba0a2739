import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import type { OrderRow } from '@/lib/db/order-repository'
import { boughtBySlices, slicesOf, slicingOf, type SlicingRow, slicingsOf } from '@/lib/db/slicing-repository'
import { executionReport } from '@/lib/domain/execution/algorithms/execution-report'
import { type Decimal, decimalString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { isTerminal } from '@/lib/domain/orders/order-status'
import { isSliced } from '@/lib/domain/orders/order-type'
import { entryLamports } from '@/lib/domain/risk/entry-lamports'
import { priceOf } from '@/lib/domain/positions/fills'

type Sliced = Pick<OrderView, 'slices' | 'slicing'>
type Bought = { orderId: string; inputRaw: bigint; outputRaw: bigint }

/** The slices of those among these orders that have any, and the rows of the slices themselves. */
export const readSlices = async (db: Executor, rows: readonly OrderRow[]) => {
  const ids = rows.filter(isSliced).map(({ id }) => id)
  const [slices, slicings, bought] = await Promise.all([
    slicesOf(db, ids),
    slicingsOf(db, ids),
    boughtBySlices(db, ids),
  ])
  const slicingOfOrder = new Map(slicings.map((row) => [row.orderId, row]))
  return {
    slices,
    view: (order: OrderRow, decimals: number): Sliced => {
      const row = slicingOfOrder.get(order.id)
      if (!row) return { slices: [], slicing: null }
      const own = slices.filter(({ parentId }) => parentId === order.id)
      return slicedView(order, row, own, bought.get(order.id) ?? [], decimals)
    },
  }
}

const dollars = (raw: bigint): string => decimalString(toUi(raw, USDC_DECIMALS))
const rounded = (value: Decimal | null | undefined, digits: number): string | null =>
  value ? decimalString(value.toSignificantDigits(digits)) : null

const reservedSol = (order: OrderRow, row: SlicingRow, own: readonly OrderRow[]): string => {
  const bought = own.filter(({ status }) => status === 'FILLED').length
  const slices = { planned: row.schedule.length, bought, fresh: 0 }
  return decimalString(toUi(entryLamports({ slices, isFinished: isTerminal(order.status) }), SOL_DECIMALS))
}

const slicedView = (
  order: OrderRow,
  row: SlicingRow,
  own: readonly OrderRow[],
  bought: readonly Bought[],
  decimals: number,
): Sliced => {
  const slicing = slicingOf(row)
  const fillOf = new Map(bought.map((fill) => [fill.orderId, fill]))
  const begun = own.map((slice) => {
    const fill = fillOf.get(slice.id)
    return {
      seq: slice.sliceSeq!,
      orderId: slice.id,
      status: slice.status,
      amountUsd: dollars(slice.inputRaw),
      at: slice.createdAt.toISOString(),
      priceUsd: fill ? rounded(priceOf(fill.inputRaw, fill.outputRaw, decimals), 12) : null,
    }
  })
  const goesOn = row.status === 'ACTIVE' || row.status === 'PAUSED'
  const from = slicing.schedule[slicing.begun]?.afterMs ?? 0
  const planned = slicing.schedule
    .slice(goesOn ? slicing.begun : Infinity)
    .map(({ inputRaw, afterMs }, index) => ({
      seq: slicing.begun + index + 1,
      orderId: null,
      status: 'PLANNED' as const,
      amountUsd: dollars(inputRaw),
      at: row.status === 'ACTIVE' ? new Date(slicing.nextAt + afterMs - from).toISOString() : null,
      priceUsd: null,
    }))
  const sum = (of: (fill: Bought) => bigint): bigint => bought.reduce((total, fill) => total + of(fill), 0n)
  const spentRaw = sum(({ inputRaw }) => inputRaw)
  const gotRaw = sum(({ outputRaw }) => outputRaw)
  const report = executionReport({ inputRaw: spentRaw, outputRaw: gotRaw }, row.arrival, decimals)
  return {
    slices: [...begun, ...planned],
    slicing: {
      status: row.status,
      spentUsd: dollars(spentRaw),
      amountUsd: dollars(order.inputRaw),
      reservedSol: reservedSol(order, row, own),
      nextAt: row.status === 'ACTIVE' && planned.length > 0 ? row.nextAt.toISOString() : null,
      stopReason: row.stopReason,
      heldWhy: goesOn ? row.heldWhy : null,
      arrivalPriceUsd: row.arrival?.priceUsd ?? null,
      realizedPriceUsd: rounded(report?.realizedPriceUsd, 12),
      overArrivalBps: report?.overArrivalBps?.toFixed(1) ?? null,
      savedBps: report?.savedBps?.toFixed(1) ?? null,
    },
  }
}
