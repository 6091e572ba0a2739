import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadOrders } from '@/app/_server/load-orders'
import { loadSession } from '@/app/_server/load-session'
import { OrdersScreen } from './_components/orders-screen'

export const metadata: Metadata = { title: 'Orders' }

const OrdersPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const cache = await loadOrders(user)
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OrdersScreen />
    </HydrationBoundary>
  )
}

export default OrdersPage
