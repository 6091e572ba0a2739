import { useQuery } from '@tanstack/react-query'
import { preferencesQuery } from '@/app/_api/queries'
import { DEFAULT_PREFERENCES, type TradingPreferences } from '@/lib/domain/preferences/trading-preferences'

/** The trader's own presets; the house's until they are known. */
export const usePreferences = (): TradingPreferences => useQuery(preferencesQuery).data ?? DEFAULT_PREFERENCES
