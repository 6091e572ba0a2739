import type { PortfolioView } from '@/lib/contracts/positions'
import type { Executor } from '@/lib/db/client'
import { reservedByEntries } from '@/lib/db/order-repository'
import { positionsByStatus } from '@/lib/db/position-repository'
import { realizedFigures, realizedOfLivePositions } from '@/lib/db/realized-repository'
import { tradingWallet } from '@/lib/db/wallet-repository'
import { Decimal, decimal, decimalString, roundedString, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import { startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Balances } from '@/lib/ports/chain'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { positionViews } from '../positions/position-view'
import { dayResult } from '../risk/day-result'
import { effectiveLimits } from '../risk/effective-limits'

export type GetPortfolioDeps = {
  db: Executor
  readMarket: ReadMarket
  balances: (wallet: string) => Promise<Balances>
}

const usd = (value: Decimal): string => roundedString(value, 6)

/**
 * Equity = USDC + native SOL + what the open positions would bring. Whatever has no live price, native
 * SOL included, is listed in `unpriced` and left out of every value; the day's profit counts it cautiously, as the
 * daily loss limit does.
 */
export const getPortfolio = async (deps: GetPortfolioDeps, ctx: Context): Promise<PortfolioView> => {
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('not_found', 'This account has no trading wallet yet.')
  const now = ctx.now()
  const [balances, rows, realized, soldOfLive, limits, reserved] = await Promise.all([
    deps.balances(wallet.address),
    positionsByStatus(deps.db, ctx.userId, liveStatuses),
    realizedFigures(deps.db, ctx.userId, startOfUtcDay(now)),
    realizedOfLivePositions(deps.db, ctx.userId),
    effectiveLimits(deps.db, ctx.userId),
    reservedByEntries(deps.db, { userId: ctx.userId, walletId: wallet.id }, now),
  ])
  const market = await deps.readMarket([...new Set([WSOL_MINT, ...rows.map((row) => row.tokenMint)])])
  const day = await dayResult(deps.db, { userId: ctx.userId, now, market })
  const views = await positionViews(deps, rows)
  const priced = views.filter((view) => view.exitValueUsd !== null)
  const sum = (pick: (view: (typeof views)[number]) => string | null) =>
    priced.reduce((total, view) => total.plus(decimal(pick(view) ?? '0')), ZERO)
  // A position's profit holds what its partial sells realised; that part is not unrealised.
  const alreadyRealized = priced.reduce(
    (total, view) => total.plus(decimal(soldOfLive.get(view.id) ?? '0')),
    ZERO,
  )

  const cash = toUi(balances.tokens.get(USDC_MINT) ?? 0n, USDC_DECIMALS)
  const sol = toUi(balances.lamports, SOL_DECIMALS)
  const solPrice = market.get(WSOL_MINT)?.priceUsd ?? null
  const positionsValue = sum((view) => view.exitValueUsd)
  const unrealized = sum((view) => view.pnlUsd).minus(alreadyRealized)
  const closed = realized.closed
  return {
    equityUsd: usd(cash.plus(solPrice ? sol.mul(solPrice) : ZERO).plus(positionsValue)),
    cashUsd: usd(cash),
    freeCashUsd: usd(Decimal.max(ZERO, cash.minus(toUi(reserved.usdcRaw, USDC_DECIMALS)))),
    solBalance: decimalString(sol),
    positionsValueUsd: usd(positionsValue),
    unrealizedPnlUsd: usd(unrealized),
    realizedPnlUsd: usd(decimal(realized.realizedUsd)),
    dailyPnlUsd: usd(day.totalUsd),
    dailyRealizedUsd: usd(decimal(realized.todayUsd)),
    dailyResetsAt: day.resetsAt.toISOString(),
    dailyLossLimitUsd: decimalString(limits.maxDailyLossUsd),
    maxPositionUsd: decimalString(limits.maxPositionUsd),
    riskPerTradePct: decimalString(limits.riskPerTradePct),
    openPositions: rows.length,
    maxOpenPositions: limits.maxOpenPositions,
    walletAddress: wallet.address,
    unpriced: [
      ...(solPrice || sol.isZero() ? [] : ['SOL']),
      ...views.filter((view) => view.exitValueUsd === null).map((view) => view.id),
    ],
    metrics: {
      closedPositions: closed,
      wins: realized.wins,
      losses: closed - realized.wins,
      winRatePct: closed === 0 ? null : roundedString(decimal(String(realized.wins)).div(closed).mul(100), 2),
    },
  }
}
