import { ChartCandlestick, type LucideIcon, TrendingUp } from 'lucide-react'

export type AppPage = { path: string; name: string; key: string; icon: LucideIcon }

/** The pages that exist. `key` follows G on the keyboard. */
export const PAGES: readonly AppPage[] = [
  { path: '/trade', name: 'Trade', key: 'T', icon: ChartCandlestick },
  { path: '/portfolio', name: 'Portfolio', key: 'P', icon: TrendingUp },
]
