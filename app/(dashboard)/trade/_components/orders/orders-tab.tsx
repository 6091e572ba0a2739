'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ordersQuery } from '@/app/_api/queries'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatClock, formatDateTime } from '@/app/_format/time'
import type { OrderView } from '@/lib/contracts/orders'
import { OrderPanel } from './order-panel'
import { OrderStatus } from './order-status'
import { orderReason, orderSize } from './order-words'
import styles from './orders-tab.module.css'

const OrderRow = ({ order, onOpen }: { order: OrderView; onOpen: () => void }) => (
  <tr data-order={order.id}>
    <td className={styles.name}>
      <button type="button" onClick={onOpen} aria-haspopup="dialog">
        <TokenAvatar mint={order.token.mint} symbol={order.token.symbol} />
        <b>
          {order.side === 'BUY' ? 'Buy' : 'Sell'} <TokenName text={order.token.symbol} />
        </b>
      </button>
    </td>
    <td className={styles.right}>{orderSize(order)}</td>
    <td>
      <OrderStatus status={order.status} />
    </td>
    <td className={styles.dim}>{orderReason(order)}</td>
    <td className={styles.last}>{order.denial?.detail ?? order.timeline.at(-1)?.detail}</td>
    <td className={styles.time} title={formatDateTime(order.createdAt)}>
      {formatClock(order.createdAt)}
    </td>
  </tr>
)

export const OrdersTab = () => {
  const { data, error, refetch } = useQuery(ordersQuery)
  const [openId, setOpenId] = useState<string | null>(null)
  if (!data && error)
    return (
      <ErrorNotice
        what="Orders did not load"
        still="Positions and exits are unaffected."
        error={error}
        onRetry={() => void refetch()}
      />
    )
  if (!data) return <RowsSkeleton label="Loading orders" />
  if (data.orders.length === 0)
    return <EmptyNotice title="No orders yet" text="Each buy and sell shows here with every step it took." />
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col" className={styles.right}>
              Size
            </th>
            <th scope="col">Status</th>
            <th scope="col">Why</th>
            <th scope="col">Last step</th>
            <th scope="col" className={styles.right}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {data.orders.map((order) => (
            <OrderRow key={order.id} order={order} onOpen={() => setOpenId(order.id)} />
          ))}
        </tbody>
      </table>
      {openId !== null && <OrderPanel id={openId} onClose={() => setOpenId(null)} />}
    </>
  )
}
