import { Check, X } from 'lucide-react'
import { IconButton } from '@/app/_components/ui/icon-button'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsdShort } from '@/app/_format/numbers'
import { formatAge } from '@/app/_format/time'
import type { OrderView } from '@/lib/contracts/orders'
import { OutcomeCard } from './outcome-card'

const tookMs = (order: OrderView): number => {
  const last = order.timeline.at(-1)
  return last ? Date.parse(last.at) - Date.parse(order.createdAt) : 0
}

export const FilledPanel = ({ order, onClear }: { order: OrderView; onClear: () => void }) => (
  <OutcomeCard
    tone="gain"
    icon={<Check aria-hidden="true" />}
    title={
      <>
        {order.side === 'BUY'
          ? `Bought ${order.amountUsd ? `${formatUsdShort(order.amountUsd)} of ` : ''}`
          : 'Sold '}
        <TokenName text={order.token.symbol} />
      </>
    }
    aside={
      <IconButton label="Dismiss" onClick={onClear}>
        <X aria-hidden="true" />
      </IconButton>
    }
  >
    <p>
      {order.timeline.findLast(({ step }) => step === 'filled')?.detail} Confirmed on chain in{' '}
      {formatAge(tookMs(order))}.{order.side === 'BUY' && ' The exit monitor watches its target and stop.'}
    </p>
  </OutcomeCard>
)
