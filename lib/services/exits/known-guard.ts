import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import { decimalString, ZERO } from '@/lib/domain/money/decimal'
import type { Guard } from './judge-position'
import { rowState } from './row-plan'

export const reachedBy = (guard: Guard, now: Date): ReachedState => ({
  id: guard.id,
  trailingStopPct: guard.trailingStopPct,
  peak: guard.state.peak === null ? null : decimalString(guard.state.peak),
  evened: guard.state.breakEvenArmed ? now : null,
})

/** What was reached here and not stored yet stays, unless the rule it belongs to was changed or begun anew. */
export const tighter = (known: Guard, fresh: Guard): Guard['state'] => {
  const trails = known.trailingStopPct === fresh.trailingStopPct || fresh.state.peak !== null
  const higher = trails && known.state.peak?.gt(fresh.state.peak ?? ZERO)
  const armed = known.breakEvenAtPct === fresh.breakEvenAtPct && known.state.breakEvenArmed
  return {
    ...fresh.state,
    peak: higher ? known.state.peak : fresh.state.peak,
    breakEvenArmed: armed || fresh.state.breakEvenArmed,
  }
}

/** The state of a known plan with what its row, otherwise the same, says it has come to; the very same where that is no more. */
export const stateWith = (known: Guard, row: GuardedPosition): Guard['state'] => {
  if (
    known.peakPriceUsd === row.peakPriceUsd &&
    known.state.breakEvenArmed === (row.breakEvenArmedAt !== null)
  )
    return known.state
  known.peakPriceUsd = row.peakPriceUsd
  const stored = rowState(row)
  const peak = stored.peak?.gt(known.state.peak ?? ZERO) ? stored.peak : known.state.peak
  const breakEvenArmed = known.state.breakEvenArmed || stored.breakEvenArmed
  const same = peak === known.state.peak && breakEvenArmed === known.state.breakEvenArmed
  return same ? known.state : { ...known.state, peak, breakEvenArmed }
}

/** Whether the row says of the position what is known; what its plan has come to is left aside. */
export const sameRow = (guard: Guard, row: GuardedPosition): boolean =>
  guard.status === row.status &&
  guard.trailingStopPct === row.trailingStopPct &&
  guard.trailingActivationPct === row.trailingActivationPct &&
  guard.breakEvenAtPct === row.breakEvenAtPct &&
  guard.amountRaw === row.amountRaw &&
  guard.boughtRaw === row.boughtRaw &&
  guard.exitSeq === row.exitSeq &&
  guard.takeProfitPct === row.takeProfitPct &&
  guard.stopLossPct === row.stopLossPct &&
  guard.entryPriceUsd === row.entryPriceUsd &&
  guard.feesUsd === row.feesUsd &&
  guard.ladderDone === row.ladderDone &&
  JSON.stringify(guard.ladder) === JSON.stringify(row.ladder) &&
  guard.timeStopAt?.getTime() === row.timeStopAt?.getTime()
