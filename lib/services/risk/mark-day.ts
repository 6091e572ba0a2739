import type { Database } from '@/lib/db/client'
import { insertDayMarks, pricesBefore, unmarkedPositions } from '@/lib/db/day-pnl-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { startOfUtcDay, utcDate } from '@/lib/domain/risk/utc-day'
import type { ReadMarket } from '../market-view'
import { exitValueUsd } from '../positions/position-view'

/** This soon after midnight a live price is midnight's. */
const MIDNIGHT_MS = 60_000

/**
 * Writes down once, at the first moment of each UTC day, what a token of each position carried over was worth:
 * what a sale would have brought, or the last price stored before midnight where that moment was missed.
 */
export const markDay = async (deps: {
  db: Database
  readMarket: ReadMarket
  now: () => Date
}): Promise<void> => {
  const now = deps.now()
  const dayStart = startOfUtcDay(now)
  const unmarked = await unmarkedPositions(deps.db, dayStart)
  if (unmarked.length === 0) return
  const mints = [...new Set(unmarked.map(({ tokenMint }) => tokenMint))]
  const atMidnight = now.getTime() - dayStart.getTime() < MIDNIGHT_MS
  const market = atMidnight ? await deps.readMarket(mints) : new Map()
  const stored = await pricesBefore(deps.db, mints, dayStart)

  const priceOf = (row: (typeof unmarked)[number]) => {
    if (row.status === 'TRAPPED') return { priceUsd: '0', source: 'trapped' as const }
    const value = exitValueUsd(row.amountRaw, row.tokenMint, market.get(row.tokenMint))
    if (value && row.amountRaw > 0n)
      return {
        priceUsd: decimalString(value.div(toUi(row.amountRaw, row.decimals)).toSignificantDigits(30)),
        source: 'exit-value' as const,
      }
    const before = stored.get(row.tokenMint)
    return before === undefined
      ? { priceUsd: row.entryPriceUsd, source: 'entry' as const }
      : { priceUsd: before, source: 'stored' as const }
  }
  await insertDayMarks(
    deps.db,
    unmarked.map((row) => ({
      positionId: row.id,
      day: utcDate(dayStart),
      ...priceOf(row),
      createdAt: now,
    })),
  )
}
