'use client'
import { LoaderCircle } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsdShort } from '@/app/_format/numbers'
import type { OrderView } from '@/lib/contracts/orders'
import { Timeline } from '@/app/_components/orders/timeline'
import { OutcomeCard } from './outcome-card'
import styles from './pending-panel.module.css'

/** The steps as they happen; never a fill that has not happened. */
export const PendingPanel = ({ order }: { order: OrderView | null }) => (
  <OutcomeCard
    tone="plain"
    icon={<LoaderCircle aria-hidden="true" className={styles.turning} />}
    title={
      order === null ? (
        'Asking JARVIS'
      ) : (
        <>
          {order.side === 'BUY'
            ? `Buying ${order.amountUsd ? `${formatUsdShort(order.amountUsd)} of ` : ''}`
            : 'Selling '}
          <TokenName text={order.token.symbol} />
        </>
      )
    }
    aside={<Chip tone="accent">{order?.status ?? 'SENDING'}</Chip>}
  >
    {order && <Timeline steps={order.timeline} working />}
  </OutcomeCard>
)
