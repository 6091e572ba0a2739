'use client'
import { useQuery } from '@tanstack/react-query'
import { ordersQuery } from '@/app/_api/queries'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { OrdersTable } from './orders-table'

export const OrdersTab = () => {
  const { data, error, refetch } = useQuery(ordersQuery)
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
  return <OrdersTable orders={data.orders} />
}
