import {
  Activity,
  ChartCandlestick,
  ListChecks,
  type LucideIcon,
  Settings2,
  Shield,
  TrendingUp,
  Wallet,
} from 'lucide-react'

export type AppPage = { path: string; name: string; key: string; icon: LucideIcon; apart?: true }

/** The pages that exist. `key` follows G on the keyboard; `apart`: by the account, on a phone in its menu. */
export const PAGES: readonly AppPage[] = [
  { path: '/trade', name: 'Trade', key: 'T', icon: ChartCandlestick },
  { path: '/portfolio', name: 'Portfolio', key: 'P', icon: TrendingUp },
  { path: '/orders', name: 'Orders', key: 'O', icon: ListChecks },
  { path: '/wallet', name: 'Wallet', key: 'W', icon: Wallet },
  { path: '/risk', name: 'Risk', key: 'R', icon: Shield },
  { path: '/health', name: 'Health', key: 'H', icon: Activity, apart: true },
  { path: '/settings', name: 'Settings', key: 'S', icon: Settings2, apart: true },
]
