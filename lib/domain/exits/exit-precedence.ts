import type { ExitReason } from '@/lib/domain/positions/position-status'

/** A full exit that waits for the partial sell at work. */
export type QueuedExit = {
  reason: ExitReason
  because: string
  actor: { kind: string; id?: string }
  slippageBps: number | null
  at: string
}

/** Who decides, when several call for the whole position at once: people before rules, protection before profit. */
const precedence: readonly ExitReason[] = [
  'KILL_SWITCH',
  'MANUAL',
  'STOP_LOSS',
  'TRAILING_STOP',
  'BREAK_EVEN',
  'TAKE_PROFIT',
  'LADDER',
  'INVALIDATOR',
  'TIME_STOP',
  'EXTERNAL',
]

export const outranks = (one: ExitReason, other: ExitReason): boolean =>
  precedence.indexOf(one) < precedence.indexOf(other)
