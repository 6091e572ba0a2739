import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import type { OrderRow } from '@/lib/db/order-repository'
import {
  type SliceTrade,
  slicesOf,
  slicingOf,
  type SlicingRow,
  slicingsOf,
  tradesOfSlices,
} from '@/lib/db/slicing-repository'
import { executionReport } from '@/lib/domain/execution/algorithms/execution-report'
import { type Decimal, decimal, decimalString, roundedString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { isTerminal } from '@/lib/domain/orders/order-status'
import { isSliced } from '@/lib/domain/orders/order-type'
import { entryLamports } from '@/lib/domain/risk/entry-lamports'
import { priceOf } from '@/lib/domain/positions/fills'

type Sliced = Pick<OrderView, 'slices' | 'slicing'>

/** The slices of those among these orders that have any, and the rows of the slices themselves. */
export const readSlices = async (db: Executor, rows: readonly OrderRow[]) => {
  const ids = rows.filter(isSliced).map(({ id }) => id)
  const [slices, slicings, trades] = await Promise.all([
    slicesOf(db, ids),
    slicingsOf(db, ids),
    tradesOfSlices(db, ids),
  ])
  const slicingOfOrder = new Map(slicings.map((row) => [row.orderId, row]))
  return {
    slices,
    view: (order: OrderRow, decimals: number): Sliced => {
      const row = slicingOfOrder.get(order.id)
      if (!row) return { slices: [], slicing: null }
      const own = slices.filter(({ parentId }) => parentId === order.id)
      return slicedView(order, row, own, trades.get(order.id) ?? [], decimals)
    },
  }
}

const dollars = (raw: bigint): string => decimalString(toUi(raw, USDC_DECIMALS))
const rounded = (value: Decimal | null | undefined, digits: number): string | null =>
  value ? decimalString(value.toSignificantDigits(digits)) : null

/** Base units of its input in dollars: of a sale at the price when it began, null where nobody knew that. */
const usdOf =
  ({ side }: OrderRow, { arrival }: SlicingRow, decimals: number) =>
  (raw: bigint): string | null => {
    if (side === 'BUY') return dollars(raw)
    if (!arrival?.priceUsd) return null
    return roundedString(toUi(raw, decimals).mul(decimal(arrival.priceUsd)), USDC_DECIMALS)
  }

const reservedSol = (order: OrderRow, row: SlicingRow, own: readonly OrderRow[]): string => {
  const bought = own.filter(({ status }) => status === 'FILLED' || status === 'PARTIALLY_FILLED').length
  const slices = { planned: row.schedule.length, bought, fresh: 0 }
  const opens = order.side === 'BUY'
  return decimalString(
    toUi(entryLamports({ slices, isFinished: isTerminal(order.status), opens }), SOL_DECIMALS),
  )
}

const slicedView = (
  order: OrderRow,
  row: SlicingRow,
  own: readonly OrderRow[],
  trades: readonly SliceTrade[],
  decimals: number,
): Sliced => {
  const slicing = slicingOf(row)
  const inUsd = usdOf(order, row, decimals)
  const tradeOf = new Map(trades.map((trade) => [trade.orderId, trade]))
  const begun = own.map((slice) => {
    const trade = tradeOf.get(slice.id)
    return {
      seq: slice.sliceSeq!,
      orderId: slice.id,
      status: slice.status,
      amountUsd: trade && order.side === 'SELL' ? dollars(trade.quoteRaw) : inUsd(slice.inputRaw),
      amountRaw: slice.inputRaw.toString(),
      at: slice.createdAt.toISOString(),
      priceUsd: trade ? rounded(priceOf(trade.quoteRaw, trade.tokenRaw, decimals), 12) : null,
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
      amountUsd: inUsd(inputRaw),
      amountRaw: inputRaw.toString(),
      at: row.status === 'ACTIVE' ? new Date(slicing.nextAt + afterMs - from).toISOString() : null,
      priceUsd: null,
    }))
  const sum = (of: (trade: SliceTrade) => bigint): bigint =>
    trades.reduce((total, trade) => total + of(trade), 0n)
  const quoteRaw = sum((trade) => trade.quoteRaw)
  const tokenRaw = sum((trade) => trade.tokenRaw)
  const report = executionReport(order.side, { quoteRaw, tokenRaw }, row.arrival, decimals)
  return {
    slices: [...begun, ...planned],
    slicing: {
      status: row.status,
      spentUsd: dollars(quoteRaw),
      amountUsd: inUsd(order.inputRaw),
      doneRaw: (order.side === 'BUY' ? quoteRaw : tokenRaw).toString(),
      amountRaw: order.inputRaw.toString(),
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
