import { Layers } from 'lucide-react'
import Link from 'next/link'
import { SliceProgress } from '@/app/_components/orders/slice-progress'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import { TokenName } from '@/app/_components/ui/token-name'
import type { OrderView } from '@/lib/contracts/orders'
import { OutcomeCard } from './outcome-card'
import styles from './outcome-card.module.css'

type Props = { order: OrderView; slicing: NonNullable<OrderView['slicing']>; onClear: () => void }

/** A trade that goes on slice by slice, also when this card is dismissed. */
export const SlicedPanel = ({ order, slicing, onClear }: Props) => (
  <OutcomeCard
    tone="plain"
    icon={<Layers aria-hidden="true" />}
    title={
      <>
        {order.side === 'BUY' ? 'Buying' : 'Selling'} <TokenName text={order.token.symbol} /> in slices
      </>
    }
    aside={<Chip tone="accent">{order.algorithm}</Chip>}
  >
    <SliceProgress order={order} slicing={slicing} />
    <div className={styles.actions}>
      <Link href="/orders" className={styles.link}>
        Pause or stop it under Orders
      </Link>
      <Button tone="ghost" onClick={onClear}>
        Dismiss
      </Button>
    </div>
  </OutcomeCard>
)
