'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { olderOrders } from '@/app/_api/order-calls'
import { ordersQuery } from '@/app/_api/queries'
import { OrdersTable } from '@/app/_components/orders/orders-table'
import { Button } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Segmented } from '@/app/_components/ui/segmented'
import { CancelButton } from './cancel-button'
import { canCancel, inGroup, merged, ORDER_GROUPS, type OrderGroup } from './order-groups'
import styles from './orders-card.module.css'

type Props = { group: OrderGroup; onGroup: (group: OrderGroup) => void }

export const OrdersCard = ({ group, onGroup }: Props) => {
  const { data, error, refetch } = useQuery(ordersQuery)
  const first = data?.nextCursor ?? null
  const older = useInfiniteQuery({
    queryKey: ['orders', 'older', first],
    queryFn: ({ pageParam }) => olderOrders(pageParam),
    initialPageParam: first ?? '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: false,
  })
  const pages = older.data?.pages ?? []
  const orders = merged(
    data?.orders ?? [],
    pages.flatMap((page) => page.orders),
  )
  const more = pages.length > 0 ? older.hasNextPage : first !== null
  const shown = inGroup(orders, group)
  return (
    <Card className={styles.orders} aria-labelledby="orders-title">
      <div className={styles.head}>
        <h2 id="orders-title">Orders</h2>
        <Segmented label="Which orders" value={group} options={ORDER_GROUPS} onChange={onGroup} small />
      </div>
      {!data && error && (
        <ErrorNotice
          what="Orders did not load"
          still="Positions and exits are unaffected."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <RowsSkeleton label="Loading orders" rows={6} />}
      {data && shown.length === 0 && (
        <EmptyNotice
          title={orders.length === 0 ? 'No orders yet' : 'None of these'}
          text={
            orders.length === 0
              ? 'Each buy and sell shows here with every step it took.'
              : 'No order on this page is in this state.'
          }
        >
          {orders.length === 0 && <Link href="/trade">Open the ticket</Link>}
        </EmptyNotice>
      )}
      {shown.length > 0 && (
        <OrdersTable
          orders={shown}
          {...(shown.some(canCancel) ? { actionOf: (order) => <CancelButton order={order} /> } : {})}
        />
      )}
      {more && (
        <div className={styles.older}>
          <Button
            disabled={older.isFetching}
            onClick={() => void (pages.length > 0 ? older.fetchNextPage() : older.refetch())}
          >
            {older.isFetching ? 'Loading older orders' : 'Show older orders'}
          </Button>
        </div>
      )}
    </Card>
  )
}
