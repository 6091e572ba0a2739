export const positionStatuses = [
  'OPEN',
  'CLOSING',
  'CLOSED',
  'STOPPED_OUT',
  'TRAPPED',
  'EXTERNALLY_CLOSED',
] as const
export type PositionStatus = (typeof positionStatuses)[number]

export const exitReasons = [
  'TAKE_PROFIT',
  'STOP_LOSS',
  'TRAILING_STOP',
  'BREAK_EVEN',
  'TIME_STOP',
  'LADDER',
  'INVALIDATOR',
  'MANUAL',
  'KILL_SWITCH',
  'EXTERNAL',
] as const
export type ExitReason = (typeof exitReasons)[number]

const edges: Record<PositionStatus, readonly PositionStatus[]> = {
  OPEN: ['CLOSING', 'TRAPPED', 'EXTERNALLY_CLOSED'],
  CLOSING: ['OPEN', 'CLOSED', 'STOPPED_OUT', 'TRAPPED', 'EXTERNALLY_CLOSED'],
  TRAPPED: ['OPEN', 'CLOSING', 'EXTERNALLY_CLOSED'],
  CLOSED: [],
  STOPPED_OUT: [],
  EXTERNALLY_CLOSED: [],
}

export const positionCanBecome = (from: PositionStatus, to: PositionStatus): boolean =>
  edges[from].includes(to)
export const isPositionTerminal = (status: PositionStatus): boolean => edges[status].length === 0
/** Held, guarded, counted against the limits. */
export const liveStatuses = ['OPEN', 'CLOSING', 'TRAPPED'] as const

/** Where a position ends once everything is sold for this reason. */
export const closedStatusFor = (reason: ExitReason): 'CLOSED' | 'STOPPED_OUT' | 'EXTERNALLY_CLOSED' =>
  reason === 'STOP_LOSS' || reason === 'TRAILING_STOP'
    ? 'STOPPED_OUT'
    : reason === 'EXTERNAL'
      ? 'EXTERNALLY_CLOSED'
      : 'CLOSED'
