import type { Executor } from '@/lib/db/client'
import { userExposure } from '@/lib/db/exposure-repository'
import { inOneGo } from '@/lib/db/in-one-go'
import { denyDailyLoss } from '@/lib/domain/risk/deny-entry'
import type { Denial } from '@/lib/domain/risk/limits'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { MarketView, ReadMarket } from '../market-view'
import { dayResult } from './day-result'
import { denyByLock } from './deny-by-lock'
import { effectiveLimits } from './effective-limits'

/** Prices of what a user holds, read before the transaction that decides. */
export const marketOfHeld = async (
  deps: { db: Executor; readMarket: ReadMarket },
  userId: number,
): Promise<ReadonlyMap<string, MarketView>> => {
  const { held } = await userExposure(deps.db, userId)
  return deps.readMarket([...new Set([WSOL_MINT, ...held.map(({ mint }) => mint)])])
}

/**
 * Whether an accepted entry may still be sent, for the transaction that stores its bytes: since it was accepted a
 * lock may have been set and the day's loss reached. What else was checked then is reserved and still holds.
 */
export const denySending = async (
  tx: Executor,
  entry: { userId: number; mint: string; now: Date; market: ReadonlyMap<string, MarketView> },
): Promise<Denial | null> => {
  const { userId, now } = entry
  const [locked, day, limits] = await inOneGo([
    denyByLock(tx, entry),
    dayResult(tx, entry),
    effectiveLimits(tx, userId),
  ])
  const dayResetsInMs = day.resetsAt.getTime() - now.getTime()
  return locked ?? denyDailyLoss(limits, { dayPnlUsd: day.totalUsd, dayResetsInMs })
}
