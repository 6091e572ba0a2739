import { createHash } from 'node:crypto'
import bs58 from 'bs58'
import type { Dynamics } from './price-process'

export type FeeTier = { configIndex: number; feeRate: bigint }

export type TokenSpec = Dynamics & {
  mint: string
  symbol: string
  name: string
  decimals: number
  priceUsd: number
  /** Both sides of the pool. */
  liquidityUsd: number
  volume24hUsd: number
  /** Whole tokens. */
  supply: number
  holderCount: number
  topHoldersPercentage: number
  organicScore: number
  verified: boolean
  suspicious: boolean
  tags: string[]
  /** Before the sandbox's first start. */
  ageDays: number
  keepsMintAuthority: boolean
  keepsFreezeAuthority: boolean
  /** Present on mints of Token-2022 that tax transfers, in hundredths of a percent. */
  tax?: { bps: number; later?: { bps: number; inEpochs: number } }
  /** Its pool sells and never buys back. */
  refusesSells?: boolean
  /** Whoever holds it is frozen this many slots after the tokens arrived. */
  freezesAfterSlots?: number
  /** Its liquidity is gone this many slots after the first stranger bought. */
  pullsAfterSlots?: number
  feeTier: FeeTier
}

/** Raydium's tiers, fees in millionths of the input. */
export const TIERS = {
  major: { configIndex: 2, feeRate: 400n },
  standard: { configIndex: 0, feeRate: 2_500n },
  wild: { configIndex: 1, feeRate: 10_000n },
} satisfies Record<string, FeeTier>

/** Mints of tokens that exist only here: an address that nobody holds a key for. */
export const inventedMint = (name: string): string =>
  bs58.encode(createHash('sha256').update(`sandbox mint ${name}`).digest())

type Row = Pick<TokenSpec, 'mint' | 'symbol' | 'name' | 'decimals' | 'priceUsd' | 'liquidityUsd' | 'supply'> &
  Partial<TokenSpec>

export const established: Partial<TokenSpec> = {
  ...{ verified: true, ageDays: 900, organicScore: 92, topHoldersPercentage: 18, holderCount: 180_000 },
  ...{ dailyVolatility: 0.05, correlation: 0.65, jumpsPerDay: 3, feeTier: TIERS.standard },
}
export const meme: Partial<TokenSpec> = {
  ...{ verified: true, ageDays: 600, organicScore: 84, topHoldersPercentage: 22, holderCount: 120_000 },
  ...{ dailyVolatility: 0.09, correlation: 0.5, jumpsPerDay: 6, feeTier: TIERS.standard },
}
const obscure: Partial<TokenSpec> = {
  ...{ verified: false, ageDays: 45, organicScore: 21, topHoldersPercentage: 34, holderCount: 2_400 },
  ...{ dailyVolatility: 0.13, correlation: 0.25, jumpsPerDay: 8, feeTier: TIERS.wild },
}

const token = (kind: Partial<TokenSpec>, row: Row): TokenSpec => ({
  ...{ tags: [], suspicious: false, keepsMintAuthority: false, keepsFreezeAuthority: false },
  ...{ volume24hUsd: row.liquidityUsd * 1.4, holderCount: 1_000, topHoldersPercentage: 30, organicScore: 0 },
  ...{ verified: false, ageDays: 30, feeTier: TIERS.standard },
  ...{ dailyVolatility: 0.1, correlation: 0.4, jumpsPerDay: 4 },
  ...kind,
  ...row,
})

export const known =
  (kind: Partial<TokenSpec>, mint: string, symbol: string, name: string) =>
  (row: Omit<Row, 'mint' | 'symbol' | 'name'>): TokenSpec => {
    const tags = kind.verified ? ['verified'] : []
    return token({ tags, ...kind }, { mint, symbol, name, ...row })
  }

export const invented =
  (key: string, symbol: string, name: string) =>
  (row: Omit<Row, 'mint' | 'symbol' | 'name'>): TokenSpec =>
    token(obscure, { mint: inventedMint(key), symbol, name, ...row })
