import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { type EntryToTell, tellEntry } from './entry-summary'

const plan = {
  takeProfitPct: '20',
  stopLossPct: '10',
  trailingStopPct: null,
  trailingActivationPct: null,
  breakEvenAtPct: null,
  ladder: [],
  timeStopMinutes: null,
}
const cheap = {
  totalUsd: '2.4',
  impactUsd: '1',
  venueUsd: '1',
  taxUsd: '0',
  networkUsd: '0.06',
  rentUsd: '0.34',
}
const entry: EntryToTell = {
  symbol: 'BONK',
  amountUsd: decimal('100'),
  priceUsd: decimal('0.00002'),
  limitPriceUsd: null,
  repeat: null,
  plan,
  slippageBps: 100,
  cost: cheap,
}
const codes = (more: Partial<EntryToTell>) =>
  tellEntry({ ...entry, ...more }).warnings.map(({ code }) => code)

describe('an entry in plain words', () => {
  it('says what is bought, where it sells itself, and what the stop would cost', () => {
    const told = tellEntry(entry)
    expect(told.summary).toBe(
      'Buy about 4,950,000 BONK for $100.00 at market. Sells all at +20 % ($0.000024242). Sells all at −10 % ($0.000018182). If the stop holds you lose about $10.40, costs included; a gap in the price can cost more.',
    )
    expect(told.warnings).toEqual([])
  })

  it('says how bad the fill may be at most', () => {
    const { expected, worst } = tellEntry(entry)
    expect(expected!.tokens.toFixed()).toBe('4950000')
    expect(worst!.tokens.toFixed()).toBe('4900500')
    expect(worst!.tokens.mul(worst!.priceUsd).toSignificantDigits(12).toFixed()).toBe('100')
    const taxed = tellEntry({ ...entry, cost: { ...cheap, taxUsd: '6' } })
    expect(taxed.expected!.tokens.toFixed()).toBe('4800000')
  })

  it('says what a limit waits for, and warns of one that waits for nothing', () => {
    const waits = { limitPriceUsd: decimal('0.00001') }
    const told = tellEntry({ ...entry, ...waits })
    expect(told.summary).toContain('once a token costs at most $0.00001')
    expect(told.worst!.tokens.toFixed()).toBe('10000000')
    expect(codes(waits)).toEqual([])
    expect(codes({ limitPriceUsd: decimal('0.00003') })).toEqual(['limit_above_market'])
    const tight = tellEntry({ ...entry, limitPriceUsd: decimal('0.0000203') })
    expect(tight.worst!.priceUsd.toSignificantDigits(6).toFixed()).toBe('0.0000203')
  })

  it('says what a recurring one comes to', () => {
    const told = tellEntry({ ...entry, repeat: { everyMinutes: 60, count: 5 } })
    expect(told.summary).toContain('for $100.00 every hour, 5 times: $500.00 in all, into one position.')
    expect(told.summary).toContain('on each purchase')
  })

  it('warns of costs, most of all of those that reach the stop', () => {
    expect(codes({ cost: { ...cheap, totalUsd: '6' } })).toEqual(['costly'])
    expect(codes({ cost: { ...cheap, totalUsd: '10.4', venueUsd: '9.5' } })).toEqual(['stop_inside_cost'])
    const rent = { ...cheap, totalUsd: '12.4', rentUsd: '10' }
    expect(codes({ cost: rent })).toEqual(['costly'])
    expect(codes({ cost: { ...cheap, totalUsd: '4', impactUsd: '3' } })).toEqual(['impact'])
  })

  it('invents nothing where no price is known', () => {
    const told = tellEntry({ ...entry, priceUsd: null, cost: null })
    expect(told).toMatchObject({ expected: null, worst: null, stopLossPriceUsd: null, lossAtStopUsd: null })
    expect(told.warnings.map(({ code }) => code)).toEqual(['unpriced'])
  })
})
