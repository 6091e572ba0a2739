import type { Executor } from '@/lib/db/client'
import { type DayRow, dayRows, failedFeesSince, pricesBefore } from '@/lib/db/day-pnl-repository'
import { inOneGo } from '@/lib/db/in-one-go'
import { stopLossPrice } from '@/lib/domain/exits/exit-plan'
import { type Decimal, decimal, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import { cautiousPrice, dayPnl, heldAtDayStart } from '@/lib/domain/risk/day-pnl'
import { nextUtcDay, startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { MarketView } from '../market-view'
import { exitValueUsd } from '../positions/position-view'

/** A fill is a price too; this long it stands in for one that has not arrived yet. */
const FILL_IS_FRESH_MS = 15_000

export type DayResult = {
  totalUsd: Decimal
  resetsAt: Date
  /** Positions that were counted cautiously because nothing fresh prices them. */
  unpriced: string[]
}

type Market = ReadonlyMap<string, MarketView>

/**
 * Each user's profit since 00:00 UTC, after all fees, open positions at what selling them would bring. A trapped
 * position is worth nothing; one without a fresh price counts as though its stop had been hit, or at the last
 * stored price where that is lower. `market` holds fresh prices, SOL's for the fees included. Each result is worked
 * out when it is asked for.
 */
export const dayResults = async (
  db: Executor,
  { userIds, now, market }: { userIds: readonly number[]; now: Date; market: Market },
): Promise<(userId: number) => DayResult> => {
  const dayStart = startOfUtcDay(now)
  const [rows, failed] = await inOneGo([
    dayRows(db, userIds, dayStart),
    failedFeesSince(db, userIds, dayStart),
  ])

  const unmarked = rows.filter((row) => row.markPriceUsd === null && heldAtDayStart(row) > 0n)
  const values = new Map(rows.map((row) => [row.id, freshValue(row, market, now)]))
  const unpriced = rows.filter((row) => values.get(row.id) === null)
  const sol = market.get(WSOL_MINT)?.priceUsd
  const needsSol = !sol && [...failed.values()].some(({ unvaluedLamports }) => unvaluedLamports > 0n)
  const [marks, stored] = await inOneGo([
    pricesBefore(db, mintsOf(unmarked), dayStart),
    pricesBefore(db, [...mintsOf(unpriced), ...(needsSol ? [WSOL_MINT] : [])], now),
  ])
  const solUsd = sol ?? decimal(stored.get(WSOL_MINT) ?? '0')

  return (userId) => {
    const own = rows.filter((row) => row.userId === userId)
    const fees = failed.get(userId)!
    const positions = own.map((row) => ({
      ...row,
      feesTodayUsd: decimal(row.feesTodayUsd),
      dayStartPriceUsd: decimal(row.markPriceUsd ?? marks.get(row.tokenMint) ?? row.entryPriceUsd),
      valueUsd: values.get(row.id) ?? cautiousValue(row, stored.get(row.tokenMint)),
    }))
    return {
      totalUsd: dayPnl(positions, toUi(fees.unvaluedLamports, SOL_DECIMALS).mul(solUsd).plus(fees.usd)),
      resetsAt: nextUtcDay(now),
      unpriced: own.filter((row) => values.get(row.id) === null).map((row) => row.id),
    }
  }
}

export const dayResult = async (
  db: Executor,
  { userId, now, market }: { userId: number; now: Date; market: Market },
): Promise<DayResult> => (await dayResults(db, { userIds: [userId], now, market }))(userId)

const mintsOf = (rows: readonly DayRow[]): string[] => [...new Set(rows.map((row) => row.tokenMint))]

/** What selling all of it would bring; the fill itself while it is fresh; null where nothing is. */
const freshValue = (row: DayRow, market: Market, now: Date): Decimal | null => {
  if (row.amountRaw === 0n || row.status === 'TRAPPED') return ZERO
  const view = market.get(row.tokenMint)
  const amount = toUi(row.amountRaw, row.decimals)
  if (view) return exitValueUsd(row.amountRaw, row.tokenMint, view) ?? amount.mul(view.priceUsd)
  const justBought =
    row.lastBoughtAt !== null && now.getTime() - row.lastBoughtAt.getTime() < FILL_IS_FRESH_MS
  return justBought ? amount.mul(row.entryPriceUsd) : null
}

const cautiousValue = (row: DayRow, storedPriceUsd: string | undefined): Decimal => {
  const stop = stopLossPrice(decimal(row.entryPriceUsd), row.stopLossPct)
  const stored = storedPriceUsd === undefined ? null : decimal(storedPriceUsd)
  return toUi(row.amountRaw, row.decimals).mul(cautiousPrice(stop, stored))
}
