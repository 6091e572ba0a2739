import { DEFAULT_VENUE_POLICY, type VenuePolicy } from '@/lib/domain/execution/rank-bids'
import { DEFAULT_STOP_LOSS_PCT, DEFAULT_TAKE_PROFIT_PCT } from '@/lib/domain/exits/exit-plan'

/** What a buy gets where it names nothing else. Percentages and dollars as decimals in text. */
export type TradingPreferences = {
  takeProfitPct: string
  stopLossPct: string
  /** null: chosen for each trade. */
  slippageBps: number | null
  /** One-click amounts, rising. */
  buyAmountsUsd: readonly string[]
  venuePolicy: VenuePolicy
}

export const DEFAULT_PREFERENCES: TradingPreferences = {
  takeProfitPct: DEFAULT_TAKE_PROFIT_PCT,
  stopLossPct: DEFAULT_STOP_LOSS_PCT,
  slippageBps: null,
  buyAmountsUsd: ['25', '50', '100', '250', '500'],
  venuePolicy: DEFAULT_VENUE_POLICY,
}
