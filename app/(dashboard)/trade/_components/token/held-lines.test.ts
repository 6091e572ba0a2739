import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { heldLines } from './held-lines'

const NBSP = '\u00a0'
/** 50 tokens for $100, of which $0.38 went to rent and the network. */
const position = (change: Partial<PositionView>) =>
  ({
    token: { mint: 'mint', symbol: 'WIF', decimals: 6 },
    amount: '50',
    costRaw: '100000000',
    proceedsRaw: '0',
    exitValueUsd: '99.5',
    pnlUsd: '-0.88',
    entryPriceUsd: '2',
    takeProfitPct: '20',
    takeProfitPriceUsd: '2.4',
    effectiveStopPriceUsd: '1.8',
    effectiveStop: 'STOP_LOSS',
    breakEvenAtPct: null,
    openedAt: '2026-11-22T12:00:00Z',
    ...change,
  }) as PositionView
const labels = (change: Partial<PositionView>) => heldLines(position(change)).lines.map(({ label }) => label)

describe('the lines of a position', () => {
  it('say what each exit would bring after the fees so far', () => {
    expect(labels({})).toEqual([
      `Take profit +20${NBSP}% · +$19.62 net`,
      'Entry · 50 WIF',
      `Stop −10${NBSP}% · −$10.38 net`,
    ])
  })

  it('call nothing net while the fees are not known in dollars', () => {
    expect(labels({ pnlUsd: null, exitValueUsd: null })[2]).toBe(`Stop −10${NBSP}% · −$10.00`)
  })

  it('show the stop that would fire, not the one it rose above', () => {
    const trailing = { effectiveStop: 'TRAILING_STOP', effectiveStopPriceUsd: '2.2' } as const
    const last = heldLines(position(trailing)).lines.at(-1)
    expect(last).toMatchObject({
      kind: 'moved',
      price: '2.2',
      label: `Trailing stop +10${NBSP}% · +$9.62 net`,
    })
  })

  it('show where break-even begins until it has', () => {
    expect(labels({ breakEvenAtPct: '4' })[2]).toBe(`At +4${NBSP}% the stop moves to break-even`)
    const armed = { breakEvenAtPct: '4', effectiveStop: 'BREAK_EVEN', effectiveStopPriceUsd: '2' } as const
    expect(labels(armed)).toEqual([
      `Take profit +20${NBSP}% · +$19.62 net`,
      'Entry · 50 WIF',
      `Break-even +0${NBSP}% · −$0.38 net`,
    ])
  })
})
