export const dcaStatuses = ['ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED'] as const
export type DcaStatus = (typeof dcaStatuses)[number]

const edges: Record<DcaStatus, readonly DcaStatus[]> = {
  ACTIVE: ['PAUSED', 'COMPLETED', 'CANCELLED'],
  PAUSED: ['ACTIVE', 'CANCELLED'],
  COMPLETED: [],
  CANCELLED: [],
}

export const dcaCanBecome = (from: DcaStatus, to: DcaStatus): boolean => edges[from].includes(to)

const MINUTE_MS = 60_000

export type DcaSchedule = { nextAt: Date; everyMinutes: number; count: number; done: number }
export type DcaStep = {
  /** The number of the purchase that is due, counted from 1. */
  seq: number
  /** Occurrences that passed while nobody could buy; they are left out, never caught up in a burst. */
  missed: number
  nextAt: Date
  done: number
  finished: boolean
}

/**
 * What is due at `now`, or null. Of several occurrences that have passed, only the last one is bought: its
 * number follows the last one's, and the next stays on the plan's own rhythm. Missed ones do not count.
 */
export const dueStep = (plan: DcaSchedule, now: Date): DcaStep | null => {
  const late = now.getTime() - plan.nextAt.getTime()
  if (late < 0 || plan.done >= plan.count) return null
  const everyMs = plan.everyMinutes * MINUTE_MS
  const missed = Math.floor(late / everyMs)
  const done = plan.done + 1
  return {
    seq: done,
    missed,
    nextAt: new Date(plan.nextAt.getTime() + (missed + 1) * everyMs),
    done,
    finished: done >= plan.count,
  }
}

/** A plan that goes on after a pause keeps its rhythm: the first of its times that has not passed. */
export const resumedAt = (plan: Pick<DcaSchedule, 'nextAt' | 'everyMinutes'>, now: Date): Date => {
  const late = now.getTime() - plan.nextAt.getTime()
  if (late <= 0) return plan.nextAt
  const everyMs = plan.everyMinutes * MINUTE_MS
  return new Date(plan.nextAt.getTime() + Math.ceil(late / everyMs) * everyMs)
}
