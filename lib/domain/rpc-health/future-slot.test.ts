import { expect, it } from 'vitest'
import { isFutureSlot } from './future-slot'

it('believes a slot that anything known is near to, and any where nothing is known', () => {
  expect(isFutureSlot(9_999n)).toBe(false)
  expect(isFutureSlot(9_999n, null)).toBe(false)
  expect(isFutureSlot(1_150n, 1_000n, null)).toBe(false)
  expect(isFutureSlot(1_151n, 1_000n, null)).toBe(true)
  expect(isFutureSlot(1_151n, 900n, 1_001n)).toBe(false)
  expect(isFutureSlot(1n, 1_000n)).toBe(false)
})
