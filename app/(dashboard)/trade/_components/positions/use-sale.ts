import { useQuery } from '@tanstack/react-query'
import { awaitingOrdersQuery } from '@/app/_api/connected-calls'
import { ordersQuery } from '@/app/_api/queries'
import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import { type SaleStage, saleStage } from './sale-stage'

type Sale = {
  stage: SaleStage
  orderId: string | null
  /** The order that sells it slice by slice. */
  sliced: OrderView | null
}

/** The sales of a position that are under way, and the order that waits for the trader's own wallet. */
export const useSale = (position: PositionView): Sale => {
  const ofIt = ({ orders }: { orders: OrderView[] }): OrderView[] =>
    orders.filter((order) => order.side === 'SELL' && order.positionId === position.id)
  const { data: awaiting = [] } = useQuery({ ...awaitingOrdersQuery, select: ofIt })
  const { data: known = [] } = useQuery({ ...ordersQuery, select: ofIt })
  // Both lists hear of every change; what waits longer than the newest orders reach is in the first one only.
  const others = known.filter(({ status }) => status !== 'AWAITING_SIGNATURE')
  const sells = [...awaiting, ...others.filter(({ slicing }) => slicing === null)]
  const sliced = others.find(({ slicing, status }) => slicing !== null && status === 'WORKING') ?? null
  return { stage: saleStage(position, sells), orderId: awaiting[0]?.id ?? null, sliced }
}
