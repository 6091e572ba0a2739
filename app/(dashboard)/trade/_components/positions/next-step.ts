import { formatPct } from '@/app/_format/numbers'
import { effectiveStopPct } from '@/app/_components/positions/effective-stop'
import { EXIT_NAMES } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'
import type { SaleStage } from './sale-stage'

export type NextStep = { title: string; detail: string }

const points = (distance: Decimal): string => `${formatPct(distance.toFixed()).replace('%', 'pt')} away`

/** What happens to a position next, told by the exit it is closer to. */
export const nextStep = (position: PositionView, stage: SaleStage = 'none'): NextStep => {
  if (stage === 'signing') return { title: 'Ready to sign', detail: 'your wallet signs it' }
  if (stage === 'building') return { title: 'Being built', detail: 'then your wallet signs' }
  if (position.status === 'CLOSING') return { title: 'Selling now', detail: 'the sell is on its way' }
  if (position.status === 'TRAPPED') return { title: 'Cannot be sold', detail: 'looked at every half minute' }
  if (position.pnlPct === null) return { title: 'No price', detail: 'asks for a live quote' }
  const pnl = new Decimal(position.pnlPct)
  const toTarget = Decimal.max(0, new Decimal(position.takeProfitPct).minus(pnl))
  const toStop = Decimal.max(0, pnl.minus(effectiveStopPct(position)))
  return toTarget.lt(toStop)
    ? { title: 'Take profit', detail: points(toTarget) }
    : { title: EXIT_NAMES[position.effectiveStop], detail: points(toStop) }
}
