import { describe, expect, it } from 'vitest'
import { formatAge, formatClockTenths, formatDateTime, formatWhen, formatWholeAge } from './time'

describe('age', () => {
  it.each([
    [300, '0.3\u00a0s'],
    [9_999, '9.9\u00a0s'],
    [12_400, '12\u00a0s'],
    [240_000, '4\u00a0m'],
    [8_040_000, '2\u00a0h 14\u00a0m'],
    [7_200_000, '2\u00a0h'],
    [3 * 86_400_000 + 5, '3\u00a0d'],
    [-50, '0.0\u00a0s'],
  ])('%i ms is %s', (ms, shown) => expect(formatAge(ms)).toBe(shown))

  it('has no tenths where it ticks once a second', () => {
    expect(formatWholeAge(6_900)).toBe('6\u00a0s')
    expect(formatWholeAge(61_000)).toBe('1\u00a0m')
  })
})

describe('when something was', () => {
  const now = new Date('2026-11-22T14:32:07Z')
  it.each([
    ['2026-11-22T00:00:09Z', '00:00:09'],
    ['2026-11-21T23:59:59Z', '21 Nov 23:59'],
    ['2025-12-31T08:00:00Z', '31 Dec 2025 08:00'],
  ])('%s is %s', (at, shown) => expect(formatWhen(at, now)).toBe(shown))
})

describe('clock', () => {
  it('is UTC', () => {
    expect(formatClockTenths('2026-11-22T14:32:07.123Z')).toBe('14:32:07.1')
    expect(formatDateTime('2026-11-22T14:32:07.123Z')).toBe('22 Nov 14:32:07 UTC')
  })
})
