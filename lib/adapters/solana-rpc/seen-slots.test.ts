import { expect, it } from 'vitest'
import { createSeenSlots } from './seen-slots'

it('F07 does not go back, and believes no slot far beyond the chain', () => {
  let tip: bigint | null = null
  const seen = createSeenSlots(() => tip)
  seen.note('a', 500n)
  tip = 1_000n
  seen.note('a', 490n)
  expect(seen.floor('a')).toBe(500n)
  seen.note('a', 1_020n)
  expect(seen.floor('a')).toBe(1_020n)
  seen.note('a', 6_000n)
  expect(seen.floor('a')).toBe(1_032n)
  expect(seen.floor('b')).toBe(0n)
})
