import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { planInput } from '@/lib/contracts/trade'
import { planFields, readChange } from './plan-form'

const now = Date.parse('2026-01-01T00:00:00Z')
const before = planFields(
  {
    takeProfitPct: '20',
    stopLossPct: '10.500',
    trailingStopPct: null,
    trailingActivationPct: null,
    breakEvenAtPct: '15',
    timeStopAt: '2026-01-01T00:29:30Z',
    ladder: [
      { atPct: '5', sellPct: '30' },
      { atPct: '12.0', sellPct: '30' },
    ],
    ladderDone: 1,
  } as PositionView,
  now,
)
const read = (change: Partial<typeof before>) => readChange(before, { ...before, ...change }, '2')

describe('the exit plan as typed', () => {
  it('shows the plan as it stands', () => {
    expect(before).toEqual({
      takeProfitPct: '20',
      stopLossPct: '10.5',
      trailingStopPct: '',
      trailingActivationPct: '',
      breakEvenAtPct: '15',
      timeStopMinutes: '30',
      ladder: [{ atPct: '12', sellPct: '30' }],
    })
  })

  it('sends only what was changed, and what the server accepts', () => {
    const read1 = read({
      takeProfitPct: '25',
      trailingStopPct: '8',
      breakEvenAtPct: '',
      timeStopMinutes: '60',
    })
    expect(read1).toEqual({
      change: { takeProfitPct: '25', trailingStopPct: '8', breakEvenAtPct: null, timeStopMinutes: 60 },
    })
    expect(planInput.safeParse('change' in read1 ? read1.change : {}).success).toBe(true)
    expect(read({ ladder: [] })).toEqual({ change: { ladder: [] } })
    expect(read({ ladder: [{ atPct: '12', sellPct: '40' }] })).toEqual({
      change: { ladder: [{ atPct: '12', sellPct: '40' }] },
    })
    expect(read({})).toEqual({ fault: 'Nothing is changed yet.' })
  })

  it('turns a negative stop into a price above the entry', () => {
    expect(read({ stopLossPct: '-5' })).toEqual({ change: { stopLossPriceUsd: '2.1' } })
    expect(read({ stopLossPct: '−5 %' })).toEqual({ change: { stopLossPriceUsd: '2.1' } })
  })

  it('names the first fault', () => {
    expect(read({ takeProfitPct: '' })).toEqual({ fault: 'Take profit must be above 0 %.' })
    expect(read({ stopLossPct: '100' })).toHaveProperty('fault')
    expect(read({ timeStopMinutes: '1.5' })).toHaveProperty('fault')
    expect(read({ trailingStopPct: 'soon' })).toHaveProperty('fault')
  })
})
