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

export const OrderStatus = ({ status }: { status: OrderView['status'] }) => (
  <Chip tone={TONE[status]}>{status.replace('_', ' ')}</Chip>
)
