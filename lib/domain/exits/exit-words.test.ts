import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { type PlanToTell, tellExits } from './exit-words'

const plain: PlanToTell = {
  takeProfitPct: '20',
  stopLossPct: '10',
  trailingStopPct: null,
  trailingActivationPct: null,
  breakEvenAtPct: null,
  ladder: [],
  timeStopMinutes: null,
}

describe('an exit plan in words', () => {
  it('names both ends, with prices where the entry is known', () => {
    expect(tellExits(plain, null)).toEqual(['Sells all at +20 %.', 'Sells all at −10 %.'])
    expect(tellExits(plain, decimal('0.00002'))).toEqual([
      'Sells all at +20 % ($0.000024).',
      'Sells all at −10 % ($0.000018).',
    ])
  })

  it('tells every other rule, and what is left for the last step', () => {
    const full: PlanToTell = {
      takeProfitPct: '60',
      stopLossPct: '-5',
      trailingStopPct: '4',
      trailingActivationPct: '15',
      breakEvenAtPct: '8',
      ladder: [
        { atPct: '20', sellPct: '50' },
        { atPct: '40', sellPct: '25' },
      ],
      timeStopMinutes: 240,
    }
    expect(tellExits(full, null)).toEqual([
      'Sells 50 % at +20 %, 25 % at +40 %, and the last 25 % at +60 %.',
      'Sells what is left at +5 %.',
      'From +15 % on a stop follows 4 % below the highest price; it only rises.',
      'At +8 % the stop moves up to what it cost.',
      'Sells what is left after 4 h, whatever the price.',
    ])
    expect(tellExits({ ...full, trailingActivationPct: null }, null)).toContain(
      'From the first moment on a stop follows 4 % below the highest price; it only rises.',
    )
  })
})
