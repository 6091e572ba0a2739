'use client'
import { useQuery } from '@tanstack/react-query'
import { awaitingOrdersQuery } from '@/app/_api/connected-calls'
import { SigningRow } from './signing-row'

/** On every page: orders of a connected wallet that wait for its signature, the newest first. */
export const SigningBar = () => {
  const { data } = useQuery(awaitingOrdersQuery)
  const orders = data?.orders.filter((order) => order.signatureRequest) ?? []
  if (orders.length === 0) return null
  return (
    <section aria-label="Ready to sign">
      {orders.map((order) => (
        <SigningRow key={order.id} order={order} request={order.signatureRequest!} />
      ))}
    </section>
  )
}
