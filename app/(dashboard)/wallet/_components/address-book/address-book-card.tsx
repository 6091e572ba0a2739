'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressesQuery } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { AddAddressForm } from './add-address-form'
import { AddressRow } from './address-row'

export const AddressBookCard = ({ waitHours }: { waitHours: string }) => {
  const { data, error, refetch } = useQuery(addressesQuery)
  const [adding, setAdding] = useState(false)
  return (
    <TitledCard
      title="Address book"
      flush
      aside={
        !adding && (
          <Button size="small" onClick={() => setAdding(true)}>
            Add address
          </Button>
        )
      }
    >
      {adding && <AddAddressForm waitHours={waitHours} onLeave={() => setAdding(false)} />}
      {!data && error && (
        <ErrorNotice
          what="Your addresses did not load"
          still="Nothing was changed."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <RowsSkeleton label="Loading your addresses" rows={2} />}
      {data?.length === 0 && !adding && (
        <EmptyNotice
          title="No addresses"
          text={`Withdrawals go only to addresses kept here. A new one waits ${waitHours} h, so that you notice if somebody else added it.`}
        />
      )}
      {data && data.length > 0 && (
        <ul>
          {data.map((booked) => (
            <AddressRow key={booked.id} booked={booked} />
          ))}
        </ul>
      )}
    </TitledCard>
  )
}
