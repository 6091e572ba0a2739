'use client'
import { useQuery } from '@tanstack/react-query'
import { PenLine } from 'lucide-react'
import { awaitingOrdersQuery } from '@/app/_api/connected-calls'
import { plainName } from '@/app/_format/text'
import { SigningRow } from './signing-row'
import styles from './signing-row.module.css'

/** On every page: orders of a connected wallet that wait for its signature, the newest first. */
export const SigningBar = () => {
  const { data } = useQuery(awaitingOrdersQuery)
  const orders = data?.orders ?? []
  if (orders.length === 0) return null
  return (
    <section aria-label="Ready to sign">
      {orders.map((order) =>
        order.signatureRequest ? (
          <SigningRow key={order.id} order={order} request={order.signatureRequest} />
        ) : (
          // Lapsed while nobody was here; being here has it built anew.
          <p key={order.id} className={styles.row} role="status" data-signing={order.id} tabIndex={-1}>
            <PenLine aria-hidden="true" /> The sell of {plainName(order.token.symbol)} waits for your
            signature. It is being built at the price of now; nothing was sold yet.
          </p>
        ),
      )}
    </section>
  )
}
