import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { nextStep } from './next-step'

const position = (change: Partial<PositionView>) =>
  ({
    status: 'OPEN',
    pnlPct: '6.12',
    takeProfitPct: '20',
    entryPriceUsd: '2',
    effectiveStopPriceUsd: '1.8',
    effectiveStop: 'STOP_LOSS',
    ...change,
  }) as PositionView

describe('what happens next', () => {
  it('is the exit that is closer', () => {
    expect(nextStep(position({}))).toEqual({ title: 'Take profit', detail: '13.88\u00a0pt away' })
    expect(nextStep(position({ pnlPct: '-9.12' }))).toEqual({
      title: 'Stop-loss',
      detail: '0.88\u00a0pt away',
    })
  })

  it('names the stop that stands now, also above the entry', () => {
    const trailing = { pnlPct: '15', effectiveStopPriceUsd: '2.2', effectiveStop: 'TRAILING_STOP' } as const
    expect(nextStep(position({ ...trailing, takeProfitPct: '90' }))).toEqual({
      title: 'Trailing stop',
      detail: '5.00\u00a0pt away',
    })
  })

  it('is never negative past the target', () => {
    expect(nextStep(position({ pnlPct: '23' })).detail).toBe('0.00\u00a0pt away')
  })

  it('does not pretend to know without a price', () => {
    expect(nextStep(position({ pnlPct: null })).title).toBe('No price')
    expect(nextStep(position({ status: 'CLOSING', pnlPct: null })).title).toBe('Selling now')
  })
})
