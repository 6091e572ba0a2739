import { describe, expect, it } from 'vitest'
import { buyInput } from '@/lib/contracts/trade'
import { type ExtraFields, extrasInShort, extrasOf, NO_EXTRAS, readPlanOf } from './plan-extras'

const read = (change: Partial<ExtraFields>, target = '60') =>
  readPlanOf(target, '10', { ...NO_EXTRAS, ...change })

describe('the rules beside target and stop', () => {
  it('are left out where they are empty', () => {
    const plain = read({})
    expect('plan' in plain && extrasOf(plain)).toEqual({})
    expect(extrasInShort(NO_EXTRAS)).toBe('')
  })

  it('are sent as the API takes them, the ladder rising', () => {
    const fields = {
      trailingStopPct: '5 %',
      trailingActivationPct: '15',
      breakEvenAtPct: '8',
      timeStopMinutes: '240',
      ladder: [
        { atPct: '40', sellPct: '25' },
        { atPct: '20', sellPct: '50' },
      ],
    }
    const full = read(fields)
    const body = 'plan' in full && extrasOf(full)
    expect(body).toEqual({
      trailingStopPct: '5',
      trailingActivationPct: '15',
      breakEvenAtPct: '8',
      timeStopMinutes: 240,
      ladder: [
        { atPct: '20', sellPct: '50' },
        { atPct: '40', sellPct: '25' },
      ],
    })
    expect(buyInput.safeParse({ token: 'BONK', amountUsd: 5, ...(body || {}) }).success).toBe(true)
    expect(extrasInShort(fields)).toBe('ladder, trailing, break-even, time')
  })

  it.each([
    [{ trailingStopPct: 'soon' }, 'Trailing stop must be'],
    [{ breakEvenAtPct: '0.05' }, 'Break-even must be 0.1 %'],
    [{ timeStopMinutes: '1.5' }, 'Minutes must be'],
    [{ ladder: [{ atPct: '', sellPct: '50' }] }, 'Each ladder step'],
    [{ ladder: [{ atPct: '70', sellPct: '50' }] }, 'Ladder: every step must lie below the take-profit.'],
    [{ trailingActivationPct: '15' }, 'Trail from: needs a trailing stop, the distance it trails at.'],
    [{ breakEvenAtPct: '90' }, 'Break-even must be below the take-profit, or it would never be armed.'],
  ])('name the first fault in words: %j', (change, words) => {
    const answer = read(change)
    expect('fault' in answer && answer.fault).toContain(words)
  })
})
