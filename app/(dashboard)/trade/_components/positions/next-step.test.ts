import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { nextStep } from './next-step'

/** 50 tokens for $100; `result` is what a sale of them brings now against that, in percent. */
const position = (change: Partial<PositionView>, result: string | null = '6.12') =>
  ({
    status: 'OPEN',
    amount: '50',
    exitValueUsd: result === null ? null : String(100 + Number(result)),
    takeProfitPct: '20',
    entryPriceUsd: '2',
    effectiveStopPriceUsd: '1.8',
    effectiveStop: 'STOP_LOSS',
    ladder: [],
    ladderDone: 0,
    timeStopAt: null,
    ...change,
  }) as PositionView

describe('what happens next', () => {
  it('is the exit that is closer', () => {
    expect(nextStep(position({}))).toEqual({ title: 'Take profit', detail: '13.88\u00a0pt away' })
    expect(nextStep(position({}, '-9.12'))).toEqual({
      title: 'Stop-loss',
      detail: '0.88\u00a0pt away',
    })
  })

  it('names the stop that stands now, also above the entry', () => {
    const trailing = { effectiveStopPriceUsd: '2.2', effectiveStop: 'TRAILING_STOP' } as const
    expect(nextStep(position({ ...trailing, takeProfitPct: '90' }, '15'))).toEqual({
      title: 'Trailing stop',
      detail: '5.00\u00a0pt away',
    })
  })

  it('does not take fees for a fall: exits wait for the sale, not for the result after rent', () => {
    expect(nextStep(position({ pnlPct: '-10.29' }, '-9.91')).detail).toBe('0.09\u00a0pt away')
  })

  it('is the next step of the ladder before the target', () => {
    const ladder = [
      { atPct: '4', sellPct: '25' },
      { atPct: '10', sellPct: '50.0' },
    ]
    expect(nextStep(position({ ladder, ladderDone: 1 }))).toEqual({
      title: 'Ladder, sells 50\u00a0%',
      detail: '3.88\u00a0pt away',
    })
    expect(nextStep(position({ ladder, ladderDone: 2 })).title).toBe('Take profit')
  })

  it('tells the clock beside the price', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    const clocked = position({ timeStopAt: '2026-11-22T14:14:00Z' })
    expect(nextStep(clocked, 'none', now).detail).toBe('13.88\u00a0pt, or in 2\u00a0h 14\u00a0m')
  })

  it('is never negative past the target', () => {
    expect(nextStep(position({}, '23')).detail).toBe('0.00\u00a0pt away')
  })

  it('does not pretend to know without a price', () => {
    expect(nextStep(position({}, null)).title).toBe('No price')
    expect(nextStep(position({ status: 'CLOSING' }, null)).title).toBe('Selling now')
  })
})
