import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import { decimalString, ZERO } from '@/lib/domain/money/decimal'
import { betterPeak, comparablePeak, type Peak } from '@/lib/domain/exits/comparable-peak'
import { executablePrice, type Guard, type SaleTick } from './judge-position'
import { rowState } from './row-plan'

export const reachedBy = (guard: Guard, now: Date): ReachedState => ({
  id: guard.id,
  trailingStopPct: guard.trailingStopPct,
  peak: guard.state.peak === null ? null : decimalString(guard.state.peak),
  peakAmountRaw: guard.state.peak === null ? null : guard.peakAmountRaw,
  evened: guard.state.breakEvenArmed ? now : null,
})

const peakOf = ({ state, peakAmountRaw, amountRaw }: Guard): Peak | null =>
  state.peak && { price: state.peak, amountRaw: peakAmountRaw ?? amountRaw }

/** What a guard carries of its peak. */
type Carried = Pick<Guard, 'state' | 'peakAmountRaw'>

const carried = (state: Guard['state'], peak: Peak | null): Carried => ({
  state: { ...state, peak: peak?.price ?? null },
  peakAmountRaw: peak?.amountRaw ?? null,
})

/** What was reached here and not stored yet stays, unless the rule it belongs to was changed or begun anew. */
export const tighter = (known: Guard, fresh: Guard): Carried => {
  const trails = known.trailingStopPct === fresh.trailingStopPct || fresh.state.peak !== null
  const armed = known.breakEvenAtPct === fresh.breakEvenAtPct && known.state.breakEvenArmed
  const peak = betterPeak(trails ? peakOf(known) : null, peakOf(fresh), fresh.amountRaw)
  return carried({ ...fresh.state, breakEvenArmed: armed || fresh.state.breakEvenArmed }, peak)
}

/** What a known plan has come to with what its row, otherwise the same, says of it; null where that is no more. */
export const learned = (known: Guard, row: GuardedPosition): Carried | null => {
  if (
    known.peakPriceUsd === row.peakPriceUsd &&
    known.state.breakEvenArmed === (row.breakEvenArmedAt !== null)
  )
    return null
  known.peakPriceUsd = row.peakPriceUsd
  const stored = rowState(row)
  const before = peakOf(known)
  const peak = betterPeak(before, peakOf({ ...known, ...row, state: stored }), known.amountRaw)
  const breakEvenArmed = known.state.breakEvenArmed || stored.breakEvenArmed
  if (peak === before && breakEvenArmed === known.state.breakEvenArmed) return null
  return carried({ ...known.state, breakEvenArmed }, peak)
}

/**
 * Its peak as a sale of all that is held now compares with it, where it was measured for less; null where it stands.
 * A sale that brings nothing tells nothing: it waits for the next price.
 */
export const restated = (guard: Guard, tick: SaleTick): Carried | null => {
  const peak = peakOf(guard)
  if (!peak || peak.amountRaw >= guard.amountRaw) return null
  const before = executablePrice(tick, { amountRaw: peak.amountRaw, decimals: guard.decimals })
  if (!before.gt(ZERO)) return null
  const price = comparablePeak(peak.price, before, executablePrice(tick, guard))
  return carried(guard.state, { price, amountRaw: guard.amountRaw })
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
