'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '@/app/_api/query-keys'
import { removeAddress } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import { Confirm } from '@/app/_components/ui/confirm'
import { CopyAddress } from '@/app/_components/ui/copy-address'
import { plainName } from '@/app/_format/text'
import { formatAge, formatDateTime } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { notify } from '@/app/_live/notices'
import type { BookedAddressView } from '@/lib/contracts/wallets'
import styles from './address-row.module.css'

export const AddressRow = ({ booked }: { booked: BookedAddressView }) => {
  const cache = useQueryClient()
  const left = Date.parse(booked.usableAt) - useNow()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removeAddress(booked.id),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.addresses }),
    onError: (error) => notify({ id: booked.id, tone: 'warn', title: 'Not removed', detail: error.message }),
  })
  const label = plainName(booked.label, 60)
  return (
    <li className={styles.row} data-address={booked.address}>
      <div className={styles.what}>
        <b>
          <bdi>{label}</bdi>
        </b>
        <CopyAddress address={booked.address} what={`address ${label}`} />
      </div>
      {left > 0 ? (
        <Chip tone="warn" title={`Opens ${formatDateTime(booked.usableAt)}`}>
          Opens in {formatAge(left)}
        </Chip>
      ) : (
        <Chip tone="quiet">Open</Chip>
      )}
      <Button
        size="small"
        disabled={remove.isPending}
        onClick={() => setAsking(true)}
        aria-label={`Remove ${label}`}
      >
        Remove
      </Button>
      {left > 0 && <p>Withdrawals from {formatDateTime(booked.usableAt)} on.</p>}
      {asking && (
        <Confirm
          title={`Remove ${label}?`}
          onBack={() => setAsking(false)}
          action={
            <Button
              tone="primary"
              onClick={() => {
                setAsking(false)
                remove.mutate()
              }}
            >
              Remove
            </Button>
          }
        >
          No money moves. Added again, it waits again before the first withdrawal.
        </Confirm>
      )}
    </li>
  )
}
