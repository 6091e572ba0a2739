import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executionReport } from './execution-report'

const arrival = (inputRaw: bigint, outputRaw: bigint, priceUsd = '2') => ({
  ...{ at: '2026-11-23T10:00:00.000Z', priceUsd },
  market: { venue: 'jupiter', inputRaw: String(inputRaw), outputRaw: String(outputRaw) },
})

describe('the report of an order in slices', () => {
  it('tells a purchase against the price at the start and the order it replaced', () => {
    // 102 dollars for 50 tokens; at once it would have been 104 for 50.
    const paid = { quoteRaw: 102_000_000n, tokenRaw: 50_000n }
    const report = executionReport('BUY', paid, arrival(104_000_000n, 50_000n), 3)!
    expect(report.realizedPriceUsd.toFixed()).toBe('2.04')
    expect(report.overArrivalBps!.toFixed(1)).toBe('200.0')
    expect(report.savedBps!.toFixed(1)).toBe('192.3')
  })

  it('tells a sale the other way round: less received is worse', () => {
    const got = { quoteRaw: 98_000_000n, tokenRaw: 50_000n }
    const report = executionReport('SELL', got, arrival(50_000n, 96_000_000n), 3)!
    expect(report.overArrivalBps!.toFixed(1)).toBe('200.0')
    expect(report.savedBps!.toFixed(1)).toBe('208.3')
  })

  it('says nothing before anything was exchanged, and only what is known', () => {
    expect(executionReport('SELL', { quoteRaw: 0n, tokenRaw: 0n }, null, 3)).toBeNull()
    const bare = executionReport('SELL', { quoteRaw: 1n, tokenRaw: 1n }, null, 3)!
    expect([bare.overArrivalBps, bare.savedBps]).toEqual([null, null])
  })

  it('finds neither better nor worse where it is what the market order would have been', () => {
    const side = fc.constantFrom('BUY' as const, 'SELL' as const)
    const raw = fc.bigInt(1_000n, 10n ** 15n)
    fc.assert(
      fc.property(side, raw, raw, (which, quoteRaw, tokenRaw) => {
        const market = which === 'BUY' ? arrival(quoteRaw, tokenRaw) : arrival(tokenRaw, quoteRaw)
        const report = executionReport(which, { quoteRaw, tokenRaw }, market, 5)!
        expect(report.savedBps!.abs().lt('0.0001')).toBe(true)
      }),
    )
  })
})
