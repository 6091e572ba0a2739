'use client'
import { useQuery } from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import { orderQuery } from '@/app/_api/queries'
import type { OrderView } from '@/lib/contracts/orders'
import { DeniedPanel } from './denied-panel'
import { FilledPanel } from './filled-panel'
import { NotDonePanel } from './not-done-panel'
import { PendingPanel } from './pending-panel'
import { SlicedPanel } from './sliced-panel'
import { orderInProblem, type TradeOutcome } from './trade-outcome'
import { UnansweredPanel } from './unanswered-panel'
import { UnknownPanel } from './unknown-panel'
import { WaitingPanel } from './waiting-panel'

type Props = {
  outcome: TradeOutcome
  onAgain: () => void
  onClear: () => void
  onBuyInstead: (amountUsd: string) => void
  /** Buys again, with these warnings accepted. */
  onAccept: (ids: string[]) => void
}

type PlacedProps = { order: OrderView } & Pick<Props, 'onClear' | 'onBuyInstead' | 'onAccept'>

const PlacedPanel = ({ order, onClear, onBuyInstead, onAccept }: PlacedProps) => {
  if (order.waiting) return <WaitingPanel order={order} onClear={onClear} />
  if (order.slicing && order.status === 'WORKING')
    return <SlicedPanel order={order} slicing={order.slicing} onClear={onClear} />
  switch (order.status) {
    case 'FILLED':
    case 'PARTIALLY_FILLED':
      return <FilledPanel order={order} onClear={onClear} />
    case 'UNKNOWN':
      return <UnknownPanel order={order} />
    case 'DENIED':
      return (
        <DeniedPanel
          code={order.denial?.code ?? 'internal'}
          detail={order.denial?.detail ?? ''}
          passesUsd={textOf(order.denial?.extra?.passesUsd)}
          side={order.side}
          acknowledge={idsOf(order.denial?.extra?.acknowledge)}
          onAccept={onAccept}
          onClear={onClear}
          onBuyInstead={onBuyInstead}
        />
      )
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
      return <NotDonePanel order={order} onClear={onClear} />
    default:
      return <PendingPanel order={order} />
  }
}

/** What became of the last press of the button. */
export const TradeOutcomePanel = ({ outcome, onAgain, onClear, onBuyInstead, onAccept }: Props) => {
  const refusedOrder = outcome.state === 'refused' ? orderInProblem(outcome.error) : null
  const orderId = outcome.state === 'placed' ? outcome.orderId : (refusedOrder?.id ?? null)
  const { data: order } = useQuery(
    orderId === null
      ? { queryKey: ['order', 'none'], queryFn: skipToken as typeof skipToken }
      : orderQuery(orderId),
  ) as { data: OrderView | undefined }
  switch (outcome.state) {
    case 'idle':
      return null
    case 'sending':
      return <PendingPanel order={null} />
    case 'unanswered':
      return <UnansweredPanel error={outcome.error} onAgain={onAgain} />
    case 'placed':
      return order ? (
        <PlacedPanel order={order} onClear={onClear} onBuyInstead={onBuyInstead} onAccept={onAccept} />
      ) : null
    case 'refused': {
      const { error } = outcome
      if (refusedOrder && refusedOrder.status !== 'DENIED')
        return (
          <PlacedPanel
            order={order ?? refusedOrder}
            onClear={onClear}
            onBuyInstead={onBuyInstead}
            onAccept={onAccept}
          />
        )
      const passes = error.problem?.['passesUsd']
      return (
        <DeniedPanel
          code={error.code}
          detail={error.message}
          passesUsd={textOf(passes)}
          side={outcome.intent.path === '/trade/buy' ? 'BUY' : 'SELL'}
          acknowledge={idsOf(error.problem?.['acknowledge'])}
          onAccept={onAccept}
          onClear={onClear}
          onBuyInstead={onBuyInstead}
        />
      )
    }
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const idsOf = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : null
