import type { Executor } from '@/lib/db/client'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import type { TradingPreferences } from '@/lib/domain/preferences/trading-preferences'
import type { Context } from '../context'

type Answer = TradingPreferences & { buyAmountsUsd: string[] }

export const getPreferences = async (deps: { db: Executor }, ctx: Context): Promise<Answer> => {
  const preferences = await tradingPreferences(deps.db, ctx.userId)
  return { ...preferences, buyAmountsUsd: [...preferences.buyAmountsUsd] }
}
