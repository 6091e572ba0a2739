import { formatPct } from '@/app/_format/numbers'
import { formatAge } from '@/app/_format/time'
import { effectiveStopPct } from '@/app/_components/positions/effective-stop'
import { saleResultPct } from '@/app/_components/positions/exit-result'
import { EXIT_NAMES } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'
import type { SaleStage } from './sale-stage'

export type NextStep = { title: string; detail: string }

const points = (distance: Decimal): string => formatPct(Decimal.max(0, distance).toFixed()).replace('%', 'pt')

/** The first thing on the way up: the next step of its ladder, or the target. */
const nextAbove = (position: PositionView): { title: string; atPct: string } => {
  const step = position.ladder[position.ladderDone]
  return step && new Decimal(step.atPct).lt(position.takeProfitPct)
    ? { title: `Ladder, sells ${new Decimal(step.sellPct).toFixed()}\u00a0%`, atPct: step.atPct }
    : { title: EXIT_NAMES.TAKE_PROFIT, atPct: position.takeProfitPct }
}

/** A clock that ends everything is told beside the nearer price. */
const orAtTime = ({ timeStopAt }: PositionView, now: number): string =>
  timeStopAt === null ? ' away' : `, or in ${formatAge(Date.parse(timeStopAt) - now)}`

/** What happens to a position next, told by the exit it is closer to. */
export const nextStep = (
  position: PositionView,
  stage: SaleStage = 'none',
  now: number = Date.now(),
): NextStep => {
  if (stage === 'signing') return { title: 'Ready to sign', detail: 'your wallet signs it' }
  if (stage === 'building') return { title: 'Being built', detail: 'then your wallet signs' }
  if (position.status === 'CLOSING') return { title: 'Selling now', detail: 'the sell is on its way' }
  if (position.status === 'TRAPPED') return { title: 'Cannot be sold', detail: 'looked at every half minute' }
  const result = saleResultPct(position)
  if (result === null) return { title: 'No price', detail: 'asks for a live quote' }
  const above = nextAbove(position)
  const up = new Decimal(above.atPct).minus(result)
  const down = new Decimal(result).minus(effectiveStopPct(position))
  const [title, distance] = up.lt(down) ? [above.title, up] : [EXIT_NAMES[position.effectiveStop], down]
  return { title, detail: `${points(distance)}${orAtTime(position, now)}` }
}
