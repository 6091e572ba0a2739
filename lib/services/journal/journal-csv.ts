import type { JournalRow } from '@/lib/contracts/journal'
import { decimal } from '@/lib/domain/money/decimal'

type Column = { name: string; of: (row: JournalRow) => string | number | null }

const input = (name: string): Column => ({
  name,
  of: (row) => (row.inputs[name] as string | number | null | undefined) ?? null,
})
/** As a price is told elsewhere; the raw amounts beside it say it exactly. */
const shortPrice = (price: string): string => decimal(price).toSignificantDigits(18).toFixed()
const joined = (values: string[]): string => values.join(' ')

const COLUMNS: readonly Column[] = [
  { name: 'seq', of: (row) => row.seq },
  { name: 'createdAt', of: (row) => row.createdAt },
  { name: 'orderId', of: (row) => row.orderId },
  { name: 'actor', of: (row) => `${row.actor.kind} ${row.actor.id ?? ''}`.trim() },
  input('side'),
  input('type'),
  { name: 'symbol', of: (row) => row.token.symbol },
  { name: 'mint', of: (row) => row.token.mint },
  ...['reason', 'amountUsd', 'inputRaw', 'takeProfitPct', 'stopLossPct', 'trailingStopPct'].map(input),
  { name: 'riskVerdict', of: (row) => row.risk.verdict },
  { name: 'riskCode', of: (row) => row.risk.code },
  { name: 'riskDetail', of: (row) => row.risk.detail },
  { name: 'summary', of: (row) => row.summary },
  { name: 'status', of: (row) => row.outcome.status },
  { name: 'signatures', of: (row) => joined(row.attempts.map((attempt) => attempt.signature)) },
  { name: 'tokenRaw', of: (row) => joined(row.outcome.fills.map((fill) => fill.tokenRaw)) },
  { name: 'quoteRaw', of: (row) => joined(row.outcome.fills.map((fill) => fill.quoteRaw)) },
  { name: 'priceUsd', of: (row) => joined(row.outcome.fills.map((fill) => shortPrice(fill.priceUsd))) },
  { name: 'feeUsd', of: (row) => joined(row.outcome.fills.map((fill) => fill.feeUsd ?? 'unvalued')) },
  { name: 'realisedPnlUsd', of: (row) => row.outcome.realisedPnlUsd },
  { name: 'positionId', of: (row) => row.outcome.position?.id ?? null },
  { name: 'positionStatus', of: (row) => row.outcome.position?.status ?? null },
  { name: 'exitReason', of: (row) => row.outcome.position?.exitReason ?? null },
  ...(['inputsHash', 'requestHash', 'previousHash', 'hash'] as const).map((name) => ({
    name,
    of: (row: JournalRow) => row[name],
  })),
]

const NUMBER = /^-?\d+(\.\d+)?$/
/** A spreadsheet would run what begins with one of these, and strangers choose token names. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180. */
export const csvHead = (): string => `${COLUMNS.map((column) => column.name).join(',')}\r\n`
export const csvLine = (row: JournalRow): string =>
  `${COLUMNS.map((column) => cell(column.of(row))).join(',')}\r\n`
