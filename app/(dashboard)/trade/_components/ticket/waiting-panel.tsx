import { Hourglass } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/app/_components/ui/button'
import { OrderStatus } from '@/app/_components/orders/order-status'
import { TokenName } from '@/app/_components/ui/token-name'
import type { OrderView } from '@/lib/contracts/orders'
import { OutcomeCard } from './outcome-card'
import styles from './outcome-card.module.css'

/** A limit entry that waits: nothing is bought, its amount is set aside. */
export const WaitingPanel = ({ order, onClear }: { order: OrderView; onClear: () => void }) => (
  <OutcomeCard
    tone="plain"
    icon={<Hourglass aria-hidden="true" />}
    title={
      <>
        Waiting to buy <TokenName text={order.token.symbol} />
      </>
    }
    aside={<OrderStatus status={order.status} waiting />}
  >
    <p>{order.timeline.at(-1)?.detail} Its amount is reserved. You can cancel it under Orders.</p>
    <div className={styles.actions}>
      <Link href="/orders" className={styles.link}>
        See orders
      </Link>
      <Button tone="ghost" onClick={onClear}>
        Dismiss
      </Button>
    </div>
  </OutcomeCard>
)
