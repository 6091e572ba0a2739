'use client'
import { useState } from 'react'
import { OrdersCard } from './orders-card'
import { type OrderGroup } from './order-groups'
import { PlansCard } from './plans-card'
import styles from './orders-screen.module.css'

export const OrdersScreen = () => {
  const [group, setGroup] = useState<OrderGroup>('all')
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>
        Orders <span>every step and every attempt</span>
      </h1>
      <div className={styles.columns}>
        <OrdersCard group={group} onGroup={setGroup} />
        <PlansCard />
      </div>
    </div>
  )
}
