import { expect, it } from 'vitest'
import { afterBegin, afterEnd, afterReplan, dueSlice, type Slicing } from './slice-machine'

const failing = (parts: readonly bigint[], times: number): Slicing => {
  let slicing: Slicing = {
    ...{ status: 'ACTIVE', begun: 0, settled: 0, carryRaw: 0n, failures: 0, nextAt: 0 },
    schedule: parts.map((inputRaw, index) => ({ inputRaw, afterMs: index * 10 })),
  }
  for (let time = 0; time < times; time += 1) {
    const { inputRaw } = dueSlice(slicing, 1_000)!
    slicing = afterEnd(afterBegin(slicing, inputRaw, time), inputRaw, 0n)
  }
  return slicing
}

it.each([
  ['in the middle', [50n, 50n], 1],
  ['where slices beyond it were begun', [50n], 2],
])('another plan takes the place of what is left of the old one, also %s', (_, parts, times) => {
  const coming = [
    { inputRaw: 30n, afterMs: 0 },
    { inputRaw: 70n, afterMs: 500 },
  ]
  const slicing = afterReplan(failing(parts, times), coming, 2_000)
  expect(dueSlice(slicing, 1_999)).toBeNull()
  expect(dueSlice(slicing, 2_000)).toEqual({ seq: times + 1, inputRaw: 30n })
  const next = afterEnd(afterBegin(slicing, 30n, 2_000), 30n, 30n)
  expect(dueSlice(next, 2_499)).toBeNull()
  expect(dueSlice(next, 2_500)).toEqual({ seq: times + 2, inputRaw: 70n })
})
