import { describe, expect, it } from 'vitest'
import { chartSummary } from './chart-summary'
import { NO_LINES, rangeWithLines } from './trade-lines'

describe('the range of the price axis', () => {
  const candles = { minValue: 100, maxValue: 110 }

  it('makes room for lines nearby', () => {
    expect(rangeWithLines(candles, [120, 95])).toEqual({ minValue: 95, maxValue: 120 })
  })

  it('leaves a line outside that would squash the candles', () => {
    expect(rangeWithLines(candles, [200, 95])).toEqual({ minValue: 95, maxValue: 110 })
  })
})

describe('the summary', () => {
  const candle = (time: number, open: string, close: string) => ({
    time,
    open,
    high: '2.5',
    low: '0.5',
    close,
    volumeUsd: '1',
  })

  it('says where the price is, came from and what is marked', () => {
    const lines = {
      lines: [{ kind: 'stop', price: '0.9', label: 'Stop', preview: false }],
      entryTime: 1,
    } as const
    expect(chartSummary('WIF', '1m', [candle(0, '1', '2'), candle(60, '2', '1.5')], lines)).toBe(
      'WIF, 2 bars of 1m: now 1.5000, +50.00\u00a0% over them, high 2.5000, low 0.50000. Marked: Stop at 0.90000.',
    )
  })

  it('says so when there is nothing', () => {
    expect(chartSummary('WIF', '1m', [], NO_LINES)).toBe('No price history for WIF yet.')
  })
})
