import type { SlicedAlgorithm } from './choose-algorithm'

/** One part of an order: base units of the input, and when it may begin after the order does. */
export type PlannedSlice = { inputRaw: bigint; afterMs: number }

export type ScheduleInput = {
  algorithm: SlicedAlgorithm
  inputRaw: bigint
  /** As many as fit without making one too small; at least 1. */
  mostSlices: number
  /** Usual volume of each of the coming stretches of `SLICE_MS.VWAP`, of `VWAP_SLICES` of them; null: not known. */
  profile: readonly number[] | null
  /** In [0, 1). */
  random: () => number
  /** Stretches or squeezes all gaps so that the last slice begins this long after the first. */
  durationMs?: number | undefined
}

export const TWAP_SLICES = 5
export const VWAP_SLICES = 10
const ICEBERG_SLICES = 20
/** So many more at most, at random: nobody shall count along. */
const ICEBERG_MORE = 10

export const FEWEST_SLICES = { TWAP: TWAP_SLICES, VWAP: VWAP_SLICES, ICEBERG: ICEBERG_SLICES } as const
export const MOST_SLICES = ICEBERG_SLICES + ICEBERG_MORE

/** From one slice to the next. */
export const SLICE_MS = { TWAP: 60_000, VWAP: 60_000, ICEBERG: 20_000 } as const

const WEIGHT_ONE = 1_000
/** A minute in which nothing or everything used to be traded says little about the coming one. */
const LEAST_SHARE = 0.25
const MOST_SHARE = 4

/**
 * - TWAP: equal parts at equal times
 * - VWAP: equal times, parts as the token's own volume is usually spread over them
 * - ICEBERG: parts of 0.5 to 1.5 of the mean after gaps of 0.5 to 1.5 of the usual, both at random
 */
export const scheduleSlices = (input: ScheduleInput): PlannedSlice[] => {
  const weights = weightsOf(input)
  const amounts = share(input.inputRaw, weights)
  const gap = () => SLICE_MS[input.algorithm] * (input.algorithm === 'ICEBERG' ? 0.5 + input.random() : 1)
  let at = 0
  const times = amounts.map((_, index) => (index === 0 ? 0 : (at += gap())))
  const last = times.at(-1)!
  const factor = input.durationMs === undefined || last === 0 ? 1 : input.durationMs / last
  return amounts.map((inputRaw, index) => ({ inputRaw, afterMs: Math.round(times[index]! * factor) }))
}

const weightsOf = ({ algorithm, mostSlices, profile, random }: ScheduleInput): number[] => {
  const of = (count: number, weight: (index: number) => number) =>
    Array.from({ length: Math.max(1, Math.min(count, mostSlices)) }, (_, index) => Math.round(weight(index)))
  if (algorithm === 'TWAP') return of(TWAP_SLICES, () => WEIGHT_ONE)
  if (algorithm === 'VWAP') return of(VWAP_SLICES, profileWeight(profile))
  const count = ICEBERG_SLICES + Math.floor(random() * (ICEBERG_MORE + 1))
  return of(count, () => WEIGHT_ONE * (0.5 + random()))
}

const profileWeight = (profile: readonly number[] | null): ((index: number) => number) => {
  const mean = profile ? profile.reduce((sum, volume) => sum + volume, 0) / profile.length : 0
  if (!profile || !(mean > 0)) return () => WEIGHT_ONE
  return (index) => WEIGHT_ONE * Math.min(MOST_SHARE, Math.max(LEAST_SHARE, (profile[index] ?? mean) / mean))
}

/** Whole parts in proportion to the weights; they sum to exactly the amount. Parts of nothing are left out. */
const share = (amount: bigint, weights: readonly number[]): bigint[] => {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n)
  let [seen, given] = [0n, 0n]
  return weights
    .map((weight) => {
      seen += BigInt(weight)
      const upTo = (amount * seen) / sum
      const part = upTo - given
      given = upTo
      return part
    })
    .filter((part) => part > 0n)
}
