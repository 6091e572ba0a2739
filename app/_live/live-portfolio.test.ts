import { describe, expect, it } from 'vitest'
import type { PortfolioView, PositionView } from '@/lib/contracts/positions'
import { withLivePositions } from './live-portfolio'

const portfolio = {
  equityUsd: '1100.5',
  positionsValueUsd: '100.5',
  unrealizedPnlUsd: '0.5',
  dailyPnlUsd: '-9.5',
  cashUsd: '1000',
  unpriced: ['SOL', 'sold since'],
} as PortfolioView

const position = (id: string, exitValueUsd: string | null, pnlUsd: string | null) =>
  ({ id, exitValueUsd, pnlUsd }) as PositionView

describe('the portfolio between two fills', () => {
  it('moves with what its positions would bring, exactly', () => {
    expect(
      withLivePositions(portfolio, [position('a', '120.1', '20.1'), position('b', '0.2', '-0.3')]),
    ).toMatchObject({
      equityUsd: '1120.3',
      positionsValueUsd: '120.3',
      unrealizedPnlUsd: '19.8',
      dailyPnlUsd: '9.8',
      cashUsd: '1000',
      openPositions: 2,
      unpriced: ['SOL'],
    })
  })

  it('leaves out and names what has no price', () => {
    expect(withLivePositions(portfolio, [position('a', null, null)])).toMatchObject({
      equityUsd: '1000',
      dailyPnlUsd: '-10',
      unpriced: ['SOL', 'a'],
    })
  })
})
