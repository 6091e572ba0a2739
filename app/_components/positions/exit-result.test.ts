import { describe, expect, it } from 'vitest'
import { grossAtExit, netAtExit, saleResultPct } from './exit-result'

/** 50 tokens for $100; 0.38 went to rent and the network, and a sale now loses 0.5 to the pool. */
const held = {
  amount: '50',
  entryPriceUsd: '2',
  costRaw: '100000000',
  proceedsRaw: '0',
  exitValueUsd: '99.5',
  pnlUsd: '-0.88',
}

describe('what an exit waits for', () => {
  it('is the sale against the entry, without rent and network fees', () => {
    expect(saleResultPct(held)).toBe('-0.5000')
    expect(saleResultPct({ ...held, exitValueUsd: null, pnlUsd: null })).toBeNull()
    expect(saleResultPct({ ...held, amount: '0' })).toBeNull()
  })
})

describe('what an exit brings', () => {
  it('has the fees so far in it', () => {
    expect(netAtExit(held, '20')).toBe('19.62')
    expect(netAtExit(held, '-10')).toBe('-10.38')
    expect(grossAtExit(held, '-10')).toBe('-10.00')
  })

  it('counts what was sold before', () => {
    const half = { ...held, amount: '25', proceedsRaw: '60000000', exitValueUsd: '61', pnlUsd: '20.6' }
    expect(netAtExit(half, '-10')).toBe('4.60')
    expect(grossAtExit(half, '-10')).toBe('5.00')
  })

  it('is not told net while unpriced', () => {
    expect(netAtExit({ ...held, exitValueUsd: null, pnlUsd: null }, '20')).toBeNull()
  })
})
