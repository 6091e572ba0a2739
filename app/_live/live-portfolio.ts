import { useQuery } from '@tanstack/react-query'
import { openPositionsQuery, portfolioQuery } from '@/app/_api/queries'
import type { PortfolioView, PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'

const sum = (values: readonly (string | null)[]): Decimal =>
  values.reduce((total, value) => (value === null ? total : total.plus(value)), new Decimal(0))

/**
 * The portfolio moved by what its positions are worth now. Cash and realised results change only with a
 * fill, after which the portfolio is fetched again.
 */
export const withLivePositions = (
  portfolio: PortfolioView,
  positions: readonly PositionView[],
): PortfolioView => {
  const value = sum(positions.map((position) => position.exitValueUsd))
  const unrealized = sum(positions.map((position) => position.pnlUsd))
  const moved = unrealized.minus(portfolio.unrealizedPnlUsd)
  return {
    ...portfolio,
    equityUsd: new Decimal(portfolio.equityUsd).minus(portfolio.positionsValueUsd).plus(value).toFixed(),
    positionsValueUsd: value.toFixed(),
    unrealizedPnlUsd: unrealized.toFixed(),
    dailyPnlUsd: new Decimal(portfolio.dailyPnlUsd).plus(moved).toFixed(),
    openPositions: positions.length,
    unpriced: [
      ...portfolio.unpriced.filter((what) => what === 'SOL'),
      ...positions.filter((position) => position.exitValueUsd === null).map(({ id }) => id),
    ],
  }
}

export const useLivePortfolio = (): PortfolioView | undefined => {
  const { data: portfolio } = useQuery(portfolioQuery)
  const { data: open } = useQuery(openPositionsQuery)
  return portfolio && open ? withLivePositions(portfolio, open.positions) : portfolio
}
