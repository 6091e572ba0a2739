import { X } from 'lucide-react'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import type { OrderView } from '@/lib/contracts/orders'
import { OutcomeCard } from './outcome-card'
import styles from './outcome-card.module.css'

const FALLBACK: Record<string, string> = {
  REJECTED: 'No venue could do it.',
  EXPIRED: 'It never landed and now cannot: its blockhash has expired.',
  CANCELLED: 'It was cancelled before it was sent.',
}

/** Over, and proven not to have happened. */
export const NotDonePanel = ({ order, onClear }: { order: OrderView; onClear: () => void }) => (
  <OutcomeCard
    tone="crit"
    icon={<X aria-hidden="true" />}
    title={order.side === 'BUY' ? 'Not bought' : 'Not sold'}
    aside={<Chip tone="crit">{order.status}</Chip>}
  >
    <p>
      {order.timeline.at(-1)?.detail || FALLBACK[order.status]}{' '}
      {order.side === 'BUY' ? 'Nothing was spent but fees.' : 'You still hold the tokens.'}
    </p>
    <div className={styles.actions}>
      <Button tone="ghost" onClick={onClear}>
        Dismiss
      </Button>
    </div>
  </OutcomeCard>
)
