'use client'
import clsx from 'clsx'
import { type ReactNode, useState } from 'react'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatDateTime, formatWhen } from '@/app/_format/time'
import type { OrderView } from '@/lib/contracts/orders'
import { OrderPanel } from './order-panel'
import { OrderStatus } from './order-status'
import { denialWords, orderReason, orderSize } from './order-words'
import styles from './orders-tab.module.css'

type RowProps = { order: OrderView; onOpen: () => void; action?: ReactNode }

const OrderRow = ({ order, onOpen, action }: RowProps) => (
  <tr data-order={order.id}>
    <td className={styles.name}>
      <button type="button" onClick={onOpen} aria-haspopup="dialog">
        <TokenAvatar mint={order.token.mint} symbol={order.token.symbol} />
        <b>
          {order.side === 'BUY' ? 'Buy' : 'Sell'} <TokenName text={order.token.symbol} />
        </b>
      </button>
    </td>
    <td className={styles.size}>{orderSize(order)}</td>
    <td className={styles.status}>
      <OrderStatus status={order.status} waiting={order.waiting} />
    </td>
    <td className={styles.dim}>{orderReason(order)}</td>
    <td className={styles.last}>
      {order.denial ? denialWords(order.denial.detail) : order.timeline.at(-1)?.detail}
    </td>
    <td className={styles.time} title={formatDateTime(order.createdAt)}>
      {formatWhen(order.createdAt)}
    </td>
    {action !== undefined && <td className={styles.action}>{action}</td>}
  </tr>
)

type Props = {
  orders: readonly OrderView[]
  /** What can be done with an order, in a column of its own. */
  actionOf?: (order: OrderView) => ReactNode
}

export const OrdersTable = ({ orders, actionOf }: Props) => {
  const [openId, setOpenId] = useState<string | null>(null)
  return (
    <>
      <table className={clsx(styles.table, actionOf && styles.acting)}>
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
            {actionOf && (
              <th scope="col" className={styles.right}>
                Action
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow
              key={order.id}
              order={order}
              onOpen={() => setOpenId(order.id)}
              {...(actionOf ? { action: actionOf(order) ?? null } : {})}
            />
          ))}
        </tbody>
      </table>
      {openId !== null && <OrderPanel id={openId} onClose={() => setOpenId(null)} />}
    </>
  )
}
