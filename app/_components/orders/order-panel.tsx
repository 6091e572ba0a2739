'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { orderQuery } from '@/app/_api/queries'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { IconButton } from '@/app/_components/ui/icon-button'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { formatDateTime } from '@/app/_format/time'
import { TokenName } from '@/app/_components/ui/token-name'
import type { OrderView } from '@/lib/contracts/orders'
import { OrderAttempts } from './order-attempts'
import { OrderSlices } from './order-slices'
import { OrderStatus } from './order-status'
import { denialWords, orderReason, orderSize } from './order-words'
import { Timeline } from './timeline'
import styles from './order-panel.module.css'

const WORKING = new Set<OrderView['status']>(['RECEIVED', 'WORKING', 'UNKNOWN'])

const OrderBody = ({ order }: { order: OrderView }) => (
  <>
    {order.denial && (
      <p className={styles.denial}>
        {denialWords(order.denial.detail)} <code>{order.denial.code}</code>
      </p>
    )}
    {order.slicing && <OrderSlices order={order} slicing={order.slicing} />}
    <h3>Timeline</h3>
    <Timeline steps={order.timeline} working={WORKING.has(order.status) && !order.waiting} full />
    <h3>Attempts</h3>
    <OrderAttempts attempts={order.attempts} />
    <h3>Order</h3>
    <dl className={styles.facts}>
      <dt>Size</dt>
      <dd>
        {orderSize(order)} {order.amountUsd === null && <TokenName text={order.token.symbol} />}
      </dd>
      <dt>Why</dt>
      <dd>{orderReason(order)}</dd>
      {order.limitPriceUsd !== null && (
        <>
          <dt>Limit</dt>
          <dd>
            at most <TokenPrice value={order.limitPriceUsd} dollar /> a token
          </dd>
        </>
      )}
      {order.expiresAt !== null && (
        <>
          <dt>Waits until</dt>
          <dd>{formatDateTime(order.expiresAt)}</dd>
        </>
      )}
      <dt>Algorithm</dt>
      <dd>{order.algorithm}</dd>
      <dt>Venue</dt>
      <dd>{order.venue ?? 'none yet'}</dd>
      <dt>Slippage</dt>
      <dd>{order.slippageBps === null ? 'auto' : `${order.slippageBps} bps`}</dd>
      <dt>Id</dt>
      <dd>
        <code>{order.id}</code>
      </dd>
    </dl>
  </>
)

/** Everything that happened to one order. */
export const OrderPanel = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { data: order, error, refetch } = useQuery(orderQuery(id))
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.shade} />
        <Dialog.Content className={styles.panel} aria-describedby={undefined}>
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>
              {order ? (
                <>
                  {order.side === 'BUY' ? 'Buy' : 'Sell'} <TokenName text={order.token.symbol} />
                </>
              ) : (
                'Order'
              )}
            </Dialog.Title>
            {order && <OrderStatus status={order.status} waiting={order.waiting} />}
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          {/* Longer than the screen it is scrolled, by keyboard too. */}
          <div className={styles.body} tabIndex={0} role="region" aria-label="Order">
            {order && <OrderBody order={order} />}
            {!order && !error && <RowsSkeleton label="Loading order" rows={5} />}
            {!order && error && (
              <ErrorNotice
                what="This order did not load"
                still="What it does goes on."
                error={error}
                onRetry={() => void refetch()}
              />
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
