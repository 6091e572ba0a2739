import type { PortfolioView } from '@/lib/contracts/positions'
import type { PositionRow } from '@/lib/db/position-repository'
import type { RealizedFigures } from '@/lib/db/realized-repository'
import { Decimal, decimal, decimalString, roundedString, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { RiskLimits } from '@/lib/domain/risk/limits'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Balances } from '@/lib/ports/chain'
import type { MarketView } from '../market-view'
import { positionWorth, usdText } from '../positions/position-view'
import type { DayResult } from '../risk/day-result'

/** All that one account's worth is told from. */
export type AccountFacts = {
  walletAddress: string
  balances: Balances
  /** What is held. */
  rows: readonly PositionRow[]
  realized: RealizedFigures
  /** Dollars that partial sells of held positions have realised, by position. */
  soldOfLive: ReadonlyMap<string, string>
  limits: RiskLimits
  /** USDC that entries and transfers on their way will take. */
  reservedUsdcRaw: bigint
  day: DayResult
  market: ReadonlyMap<string, MarketView>
}

/**
 * Equity = USDC + native SOL + what the open positions would bring. Whatever has no live price, native
 * SOL included, is listed in `unpriced` and left out of every value; the day's profit counts it cautiously, as the
 * daily loss limit does.
 */
export const portfolioView = (facts: AccountFacts): PortfolioView => {
  const { balances, rows, realized, limits, day, market } = facts
  const worths = rows.map((row) => ({ id: row.id, ...positionWorth(row, market.get(row.tokenMint)) }))
  const priced = worths.filter(({ exitValue }) => exitValue !== null)
  // As each position is told: the whole is the sum of what its parts say.
  const sum = (values: readonly (Decimal | null)[]) =>
    values.reduce<Decimal>((total, value) => total.plus(decimal(usdText(value ?? ZERO))), ZERO)
  // A position's profit holds what its partial sells realised; that part is not unrealised.
  const alreadyRealized = priced.reduce(
    (total, { id }) => total.plus(decimal(facts.soldOfLive.get(id) ?? '0')),
    ZERO,
  )

  const cash = toUi(balances.tokens.get(USDC_MINT) ?? 0n, USDC_DECIMALS)
  const sol = toUi(balances.lamports, SOL_DECIMALS)
  const solPrice = market.get(WSOL_MINT)?.priceUsd ?? null
  const positionsValue = sum(priced.map(({ exitValue }) => exitValue))
  const unrealized = sum(priced.map(({ pnl }) => pnl)).minus(alreadyRealized)
  const { closed, wins } = realized
  return {
    equityUsd: usdText(cash.plus(solPrice ? sol.mul(solPrice) : ZERO).plus(positionsValue)),
    cashUsd: usdText(cash),
    freeCashUsd: usdText(Decimal.max(ZERO, cash.minus(toUi(facts.reservedUsdcRaw, USDC_DECIMALS)))),
    solBalance: decimalString(sol),
    positionsValueUsd: usdText(positionsValue),
    unrealizedPnlUsd: usdText(unrealized),
    realizedPnlUsd: usdText(decimal(realized.realizedUsd)),
    dailyPnlUsd: usdText(day.totalUsd),
    dailyRealizedUsd: usdText(decimal(realized.todayUsd)),
    dailyResetsAt: day.resetsAt.toISOString(),
    dailyLossLimitUsd: decimalString(limits.maxDailyLossUsd),
    maxPositionUsd: decimalString(limits.maxPositionUsd),
    riskPerTradePct: decimalString(limits.riskPerTradePct),
    openPositions: rows.length,
    maxOpenPositions: limits.maxOpenPositions,
    walletAddress: facts.walletAddress,
    unpriced: [
      ...(solPrice || sol.isZero() ? [] : ['SOL']),
      ...worths.filter(({ exitValue }) => exitValue === null).map(({ id }) => id),
    ],
    metrics: {
      closedPositions: closed,
      wins,
      losses: closed - wins,
      winRatePct: closed === 0 ? null : roundedString(decimal(String(wins)).div(closed).mul(100), 2),
    },
  }
}
