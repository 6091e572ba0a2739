import { type Decimal, decimal } from '@/lib/domain/money/decimal'

export const tokenClasses = ['established', 'mid', 'micro', 'high-risk'] as const
export type TokenClass = (typeof tokenClasses)[number]

/** Share of the full size each class gets, in percent. */
export const classScalePct: Record<TokenClass, Decimal> = {
  established: decimal('100'),
  mid: decimal('50'),
  micro: decimal('25'),
  'high-risk': decimal('15'),
}

export type ClassFacts = {
  verified: boolean
  suspicious: boolean
  /** Of the safety strip: any check that would refuse an entry. */
  blocked: boolean
  /** Null is unknown, which is never good news. */
  liquidityUsd: string | null
  mintedAt: Date | null
}

const DAY_MS = 86_400_000

type Bar = { liquidityUsd: string; days: number; verified: boolean }
const bars: readonly (Bar & { is: TokenClass })[] = [
  { is: 'established', liquidityUsd: '1000000', days: 30, verified: true },
  { is: 'mid', liquidityUsd: '250000', days: 7, verified: true },
  { is: 'micro', liquidityUsd: '50000', days: 1, verified: false },
]

/** The best class whose every bar is met; see docs/algorithms/sizing.md. */
export const classOf = (facts: ClassFacts, now: Date): TokenClass => {
  if (facts.suspicious || facts.blocked || facts.liquidityUsd === null || facts.mintedAt === null)
    return 'high-risk'
  const liquidity = decimal(facts.liquidityUsd)
  const days = (now.getTime() - facts.mintedAt.getTime()) / DAY_MS
  const met = bars.find(
    (bar) => liquidity.gte(bar.liquidityUsd) && days >= bar.days && (facts.verified || !bar.verified),
  )
  return met?.is ?? 'high-risk'
}
