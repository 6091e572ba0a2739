import type { PortfolioView } from '@/lib/contracts/positions'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { Executor } from '@/lib/db/client'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { suggestSize } from '@/lib/domain/sizing/suggest-size'
import type { Context } from '../context'

export type SuggestDeps = { db: Executor; getPortfolio: (ctx: Context) => Promise<PortfolioView> }

/** The card with a size that suits the account and the trader's default stop; without one where it cannot be read. */
export const suggestForToken = async (
  deps: SuggestDeps,
  ctx: Context,
  read: Promise<TokenCard>,
): Promise<TokenCard> => {
  const [card, portfolio, preferred] = await Promise.all([
    read,
    deps.getPortfolio(ctx).catch(() => null),
    tradingPreferences(deps.db, ctx.userId),
  ])
  if (!portfolio) return card
  const amount = suggestSize({
    capitalUsd: decimal(portfolio.equityUsd),
    riskPct: decimal(portfolio.riskPerTradePct),
    stopLossPct: decimal(preferred.stopLossPct),
    maxPositionUsd: decimal(portfolio.maxPositionUsd),
    tokenClass: card.tokenClass,
  })
  return {
    ...card,
    suggestion: {
      amountUsd: decimalString(amount),
      riskPct: portfolio.riskPerTradePct,
      stopLossPct: preferred.stopLossPct,
    },
  }
}
