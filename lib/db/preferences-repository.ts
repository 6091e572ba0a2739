import { eq } from 'drizzle-orm'
import { userPreferences } from '@/drizzle/schema'
import { DEFAULT_PREFERENCES, type TradingPreferences } from '@/lib/domain/preferences/trading-preferences'
import type { Executor } from './client'

/** The user's own, or the house's. */
export const tradingPreferences = async (db: Executor, userId: number): Promise<TradingPreferences> => {
  const [row] = await db.select().from(userPreferences).where(eq(userPreferences.userId, userId))
  if (!row) return DEFAULT_PREFERENCES
  const { takeProfitPct, stopLossPct, slippageBps, buyAmountsUsd, venuePolicy } = row
  return { takeProfitPct, stopLossPct, slippageBps, buyAmountsUsd, venuePolicy }
}

export const storePreferences = async (
  tx: Executor,
  userId: number,
  preferences: TradingPreferences,
  updatedAt: Date,
): Promise<void> => {
  const values = { ...preferences, buyAmountsUsd: [...preferences.buyAmountsUsd], updatedAt }
  await tx
    .insert(userPreferences)
    .values({ userId, ...values })
    .onConflictDoUpdate({ target: userPreferences.userId, set: values })
}
