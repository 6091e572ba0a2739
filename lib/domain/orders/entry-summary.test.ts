import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { type EntryToTell, tellEntry } from './entry-summary'

const entry: EntryToTell = {
  symbol: 'BONK',
  amountUsd: decimal('100'),
  priceUsd: decimal('0.00002'),
  limitPriceUsd: null,
  takeProfitPct: '20',
  stopLossPct: '10',
  cost: { totalUsd: '2.4', impactUsd: '1', venueUsd: '1' },
}
const codes = (more: Partial<EntryToTell>) =>
  tellEntry({ ...entry, ...more }).warnings.map(({ code }) => code)

describe('an entry in plain words', () => {
  it('says what is bought, where it sells itself, and what the stop would cost', () => {
    const told = tellEntry(entry)
    expect(told.summary).toBe(
      'Buy about 4950000 BONK for $100.00 at market. Take profit at $0.000024242 (+20 %), stop at $0.000018182 (−10 %). If the stop holds you lose about $12.40, costs included; a gap in the price can cost more.',
    )
    expect(told.warnings).toEqual([])
  })

  it('says what a limit waits for, and warns of one that waits for nothing', () => {
    const waits = { limitPriceUsd: decimal('0.00001') }
    expect(tellEntry({ ...entry, ...waits }).summary).toContain('once a token costs at most $0.00001')
    expect(codes(waits)).toEqual([])
    expect(codes({ limitPriceUsd: decimal('0.00003') })).toEqual(['limit_above_market'])
  })

  it('warns of costs, most of all of those that reach the stop', () => {
    expect(codes({ cost: { totalUsd: '6', impactUsd: '1', venueUsd: '1' } })).toEqual(['costly'])
    expect(codes({ cost: { totalUsd: '10', impactUsd: '1', venueUsd: '1' } })).toEqual(['stop_inside_cost'])
  })

  it('invents nothing where no price is known', () => {
    const told = tellEntry({ ...entry, priceUsd: null, cost: null })
    expect(told).toMatchObject({ aboutTokens: null, stopLossPriceUsd: null, lossAtStopUsd: null })
    expect(told.warnings.map(({ code }) => code)).toEqual(['unpriced'])
  })
})
