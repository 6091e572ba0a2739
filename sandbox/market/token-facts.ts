import { inventedMint, type TokenSpec } from './token-spec'
import type { PriceHistory } from './price-history'
import { WINDOW_MINUTES, windowStats, type StatsWindow, type WindowStats } from './trading-stats'

/** What market data vendors tell of a token. Prices here are for display, not for trading. */
export type TokenFacts = {
  mint: string
  symbol: string
  name: string
  icon: string | null
  decimals: number
  tokenProgram: string
  /** Whole tokens. */
  supply: number
  /** Unix milliseconds. */
  createdAt: number
  pool: string | null
  priceUsd: number
  liquidityUsd: number
  holderCount: number
  verified: boolean
  tags: string[]
  organicScore: number
  mintAuthority: string | null
  freezeAuthority: string | null
  topHoldersPercentage: number
  suspicious: boolean
  stats: Record<StatsWindow, WindowStats>
  /** Where it trades; Raydium against USDC unless it says otherwise. */
  market?: { dex: { id: string; name: string }; quoteMint: string }
}

const MS_PER_DAY = 86_400_000

/** Holds the authorities that some invented tokens kept. */
export const KEPT_AUTHORITY = inventedMint('authority')

export type Present = {
  /** As the chain has them. */
  tokenProgram: string
  mintAuthority: string | null
  freezeAuthority: string | null
  history: PriceHistory
  pool: string | null
  priceUsd: number
  liquidityUsd: number
  /** Unix milliseconds of the sandbox's first start, from which ages count. */
  startedAt: number
}

export const tokenFacts = (spec: TokenSpec, present: Present): TokenFacts => {
  const { history, priceUsd, liquidityUsd, pool, startedAt } = present
  let stats: TokenFacts['stats'] | undefined
  const { mint, symbol, name, decimals, supply, holderCount, verified, tags, organicScore, suspicious } = spec
  return {
    ...{ mint, symbol, name, decimals, supply, holderCount, verified, tags, organicScore, suspicious },
    icon: null,
    tokenProgram: present.tokenProgram,
    createdAt: Math.round(startedAt - spec.ageDays * MS_PER_DAY),
    pool,
    priceUsd,
    liquidityUsd,
    mintAuthority: present.mintAuthority,
    freezeAuthority: present.freezeAuthority,
    topHoldersPercentage: spec.topHoldersPercentage,
    // Adds up days of minutes, and most who ask for a token want its price alone.
    get stats() {
      return (stats ??= statsOf(history, priceUsd))
    },
  }
}

const statsOf = (history: PriceHistory, priceUsd: number): TokenFacts['stats'] => {
  const windows = Object.keys(WINDOW_MINUTES) as StatsWindow[]
  const stats = windows.map((window) => [window, windowStats(history, window, priceUsd)] as const)
  return Object.fromEntries(stats) as TokenFacts['stats']
}
