/** Trading of one token over a window of time; money in USD, changes in percent. */
export type WindowStats = {
  priceChange: number
  liquidityChange: number
  volumeChange: number
  holderChange: number
  buyVolume: number
  sellVolume: number
  numBuys: number
  numSells: number
  numTraders: number
}

export const INTERVALS = ['5m', '1h', '6h', '24h'] as const
export type Interval = (typeof INTERVALS)[number]

/** What the stand-ins of market data vendors need to know of a token. Prices here are for display, not for trading. */
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
  stats: Record<Interval, WindowStats>
}

export type TokenDirectory = { all: () => TokenFacts[]; byMint: (mint: string) => TokenFacts | null }
