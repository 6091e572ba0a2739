import { expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { firedRule } from './exit-plan'

it('fires a rule at its level itself and beyond', () => {
  const levels = { takeProfit: decimal('1.2'), stopLoss: decimal('0.9') }
  expect(firedRule(decimal('1.2'), levels)).toBe('TAKE_PROFIT')
  expect(firedRule(decimal('1.1999999999'), levels)).toBeNull()
  expect(firedRule(decimal('0.9'), levels)).toBe('STOP_LOSS')
  expect(firedRule(decimal('0.9000000001'), levels)).toBeNull()
  expect(firedRule(decimal('0'), levels)).toBe('STOP_LOSS')
})
