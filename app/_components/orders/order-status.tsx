import { Chip, type ChipTone } from '@/app/_components/ui/chip'
import type { OrderView } from '@/lib/contracts/orders'

const TONE: Record<OrderView['status'], ChipTone> = {
  RECEIVED: 'accent',
  WORKING: 'accent',
  AWAITING_SIGNATURE: 'warn',
  UNKNOWN: 'warn',
  FILLED: 'gain',
  PARTIALLY_FILLED: 'gain',
  DENIED: 'crit',
  REJECTED: 'crit',
  EXPIRED: 'quiet',
  CANCELLED: 'quiet',
}

type Props = { status: OrderView['status']; waiting?: boolean }

export const OrderStatus = ({ status, waiting = false }: Props) => (
  <Chip tone={waiting ? 'quiet' : TONE[status]}>
    {waiting ? 'WAITS FOR PRICE' : status.replace('_', ' ')}
  </Chip>
)
