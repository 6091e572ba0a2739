import type { StateScope, TradingState } from '@/lib/domain/trading-state/trading-state'

/** A change that was asked for and is not yet confirmed. */
export type AskedState = { state: TradingState; scope: StateScope }

export const DURATIONS = [
  { value: 'none', label: 'I change it' },
  { value: '15', label: '15 min' },
  { value: '60', label: '60 min' },
] as const
export type Duration = (typeof DURATIONS)[number]['value']

/** A freeze always ends; leaving RUNNING or the kill switch to a clock makes no sense. */
export const durationsFor = (state: TradingState) =>
  state === 'FROZEN'
    ? DURATIONS.filter(({ value }) => value !== 'none')
    : state === 'RUNNING' || state === 'FLATTENING'
      ? []
      : DURATIONS

export const untilOf = (duration: Duration, now: number): string | null =>
  duration === 'none' ? null : new Date(now + Number(duration) * 60_000).toISOString()
