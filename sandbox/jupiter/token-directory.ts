import type { TokenFacts } from '@/sandbox/market/token-facts'

export const INTERVALS = ['5m', '1h', '6h', '24h'] as const
export type Interval = (typeof INTERVALS)[number]

export type TokenDirectory = { all: () => TokenFacts[]; byMint: (mint: string) => TokenFacts | null }
