import { describe, expect, it } from 'vitest'
import { fieldsOf, readPresets } from './preset-fields'

const fields = {
  takeProfit: '+30 %',
  stopLoss: '7.5',
  slippage: '1.25',
  amounts: ['$1,000', '20', '', '', ''],
  venuePolicy: 'bags-first' as const,
}

describe('preset fields', () => {
  it('are read as they are typed, amounts rising', () => {
    expect(readPresets(fields)).toEqual({
      ok: true,
      preferences: {
        takeProfitPct: '30',
        stopLossPct: '7.5',
        slippageBps: 125,
        buyAmountsUsd: ['20', '1000'],
        venuePolicy: 'bags-first',
      },
    })
  })

  it('show what is stored, and back', () => {
    for (const slippageBps of [null, 1, 150, 5000]) {
      const stored = {
        ...{ takeProfitPct: '20', stopLossPct: '10', slippageBps },
        ...{ buyAmountsUsd: ['25', '50'], venuePolicy: 'best-net' as const },
      }
      expect(readPresets(fieldsOf(stored))).toEqual({ ok: true, preferences: stored })
    }
  })

  it.each([
    ['takeProfit', { takeProfit: '0' }],
    ['takeProfit', { takeProfit: '' }],
    ['stopLoss', { stopLoss: '100' }],
    ['slippage', { slippage: '60' }],
    ['slippage', { slippage: '0.001' }],
    ['slippage', { slippage: 'auto' }],
    ['amounts', { amounts: ['', '', '', '', ''] }],
    ['amounts', { amounts: ['5', '5.00', '', '', ''] }],
    ['amounts', { amounts: ['x', '', '', '', ''] }],
  ] as const)('name %s when it is wrong', (field, change) => {
    const read = readPresets({
      ...fields,
      ...change,
      amounts: [...((change as { amounts?: readonly string[] }).amounts ?? fields.amounts)],
    })
    expect(read.ok ? [] : Object.keys(read.faults)).toEqual([field])
  })
})
