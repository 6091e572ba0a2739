import type { PlannedSlice } from './slice-schedule'

/** ACTIVE goes on by itself, PAUSED when it is told to; STOPPING begins nothing more and ends with what is under way. */
export const slicingStatuses = ['ACTIVE', 'PAUSED', 'STOPPING', 'ENDED'] as const
export type SlicingStatus = (typeof slicingStatuses)[number]

/** How far an order in slices has come. Times in ms since the epoch. */
export type Slicing = {
  status: SlicingStatus
  schedule: readonly PlannedSlice[]
  /** How many have been begun, and of how many the end is known: one at most is under way. */
  begun: number
  settled: number
  /** Input of slices that came to nothing and is to be spent by later ones. */
  carryRaw: bigint
  /** In a row. */
  failures: number
  nextAt: number
}

/** Slices beyond the schedule, for what failed on the way. */
const EXTRA_SLICES = 3
const MOST_FAILURES = 3

export const isUnderWay = ({ begun, settled }: Slicing): boolean => begun > settled

/** What the next slice spends: its own part, and as much again of what failed before it. 0: there is none. */
const nextInput = ({ schedule, begun, carryRaw }: Slicing): bigint => {
  const planned = schedule[begun]?.inputRaw
  if (planned !== undefined) return planned + min(carryRaw, planned)
  if (begun >= schedule.length + EXTRA_SLICES) return 0n
  const largest = schedule.reduce((most, { inputRaw }) => (inputRaw > most ? inputRaw : most), 0n)
  return min(carryRaw, 2n * largest)
}

/** Whether nothing more will be begun: it is told to stop, all is spent, or it failed too often in a row. */
export const hasRunOut = (slicing: Slicing): boolean =>
  slicing.status === 'STOPPING' || slicing.failures >= MOST_FAILURES || nextInput(slicing) === 0n

/** The slice to begin now; null: not yet, or none at all. */
export const dueSlice = (slicing: Slicing, now: number): { seq: number; inputRaw: bigint } | null =>
  slicing.status !== 'ACTIVE' || isUnderWay(slicing) || hasRunOut(slicing) || now < slicing.nextAt
    ? null
    : { seq: slicing.begun + 1, inputRaw: nextInput(slicing) }

/** After `dueSlice` was begun. Late ones are not caught up in a bunch: the usual gap is kept. */
export const afterBegin = (slicing: Slicing, inputRaw: bigint, now: number): Slicing => {
  const { schedule, begun, carryRaw } = slicing
  const planned = schedule[begun]?.inputRaw ?? 0n
  return {
    ...slicing,
    begun: begun + 1,
    carryRaw: carryRaw - (inputRaw - planned),
    nextAt: now + gapAfter(schedule, begun),
  }
}

/** `doneRaw`: how much of its input the last slice spent; what it did not is for later ones. */
export const afterEnd = (slicing: Slicing, inputRaw: bigint, doneRaw: bigint): Slicing => ({
  ...slicing,
  settled: slicing.begun,
  carryRaw: slicing.carryRaw + (doneRaw < inputRaw ? inputRaw - doneRaw : 0n),
  failures: doneRaw === 0n ? slicing.failures + 1 : 0,
})

const gapAfter = (schedule: readonly PlannedSlice[], index: number): number => {
  const [from, to] = [schedule[index], schedule[index + 1]]
  if (from && to) return to.afterMs - from.afterMs
  const last = schedule.length - 1
  return last === 0 ? 0 : schedule[last]!.afterMs / last
}

const min = (one: bigint, other: bigint): bigint => (one < other ? one : other)
