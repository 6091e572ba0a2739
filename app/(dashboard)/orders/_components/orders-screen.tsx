'use client'
import { useState } from 'react'
import { Columns, Screen } from '@/app/_components/ui/screen'
import { OrdersCard } from './orders-card'
import { type OrderGroup } from './order-groups'
import { PlansCard } from './plans-card'

export const OrdersScreen = () => {
  const [group, setGroup] = useState<OrderGroup>('all')
  return (
    <Screen title="Orders" note="every step and every attempt">
      <Columns>
        <OrdersCard group={group} onGroup={setGroup} />
        <PlansCard />
      </Columns>
    </Screen>
  )
}
