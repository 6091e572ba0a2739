'use client'
import { TransactionLink } from '@/app/_components/ui/transaction-link'
import { formatCount } from '@/app/_format/numbers'
import type { OrderView } from '@/lib/contracts/orders'
import styles from './order-attempts.module.css'

export const OrderAttempts = ({ attempts }: { attempts: OrderView['attempts'] }) =>
  attempts.length === 0 ? (
    <p className={styles.none}>Nothing was signed.</p>
  ) : (
    <ol className={styles.list}>
      {attempts.map((attempt) => (
        <li key={attempt.signature}>
          <TransactionLink signature={attempt.signature} />
          <span className={styles.status} data-status={attempt.status}>
            {attempt.status}
          </span>
          <span className={styles.more}>
            {attempt.venue}
            {attempt.slot !== null && `, slot ${formatCount(attempt.slot)}`}
            {attempt.error !== null && `, ${attempt.error}`}
          </span>
        </li>
      ))}
    </ol>
  )
