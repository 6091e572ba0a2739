import { expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { firedRule, stepsTaken } from './exit-plan'

it('fires a rule at its level itself and beyond', () => {
  const levels = { takeProfit: decimal('1.2'), stopLoss: decimal('0.9') }
  expect(firedRule(decimal('1.2'), levels)).toBe('TAKE_PROFIT')
  expect(firedRule(decimal('1.1999999999'), levels)).toBeNull()
  expect(firedRule(decimal('0.9'), levels)).toBe('STOP_LOSS')
  expect(firedRule(decimal('0.9000000001'), levels)).toBeNull()
  expect(firedRule(decimal('0'), levels)).toBe('STOP_LOSS')
})

const step = (atPct: string, sellPct: string) => ({ atPct, sellPct })

it.each([
  ['the same ladder sells nothing twice', [step('5', '20'), step('10.0', '20'), step('15', '20')], 2],
  ['a step that lies ahead may change', [step('5', '20'), step('10', '20'), step('30', '5')], 2],
  ['a step that was taken and changed is a new one', [step('5', '20'), step('12', '20')], 1],
  ['a new first step begins anew', [step('4', '20'), step('10', '20')], 0],
  ['steps left out are gone', [step('5', '20')], 1],
  ['none', [], 0],
])('%s', (_, ladder, taken) => {
  const before = { ladder: [step('5', '20'), step('10', '20'), step('15', '20')], ladderDone: 2 }
  expect(stepsTaken(before, ladder)).toBe(taken)
})
