import { expect, it } from 'vitest'
import { nextBackOff } from './back-off'

it('doubles up to half a minute', () => {
  const waits: number[] = []
  for (let wait = 0; waits.length < 7;) waits.push((wait = nextBackOff(wait, 10)))
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('begins anew after a healthy minute', () => {
  expect(nextBackOff(30_000, 59_999)).toBe(30_000)
  expect(nextBackOff(30_000, 60_000)).toBe(1000)
})
