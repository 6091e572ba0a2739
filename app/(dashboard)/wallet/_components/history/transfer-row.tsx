'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cancelTransfer } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import { TransactionLink } from '@/app/_components/ui/transaction-link'
import { formatUsd } from '@/app/_format/numbers'
import { formatDateTime } from '@/app/_format/time'
import { notify } from '@/app/_live/notices'
import { applyTransfer } from '@/app/_live/stream-cache'
import type { WalletOperationView } from '@/lib/contracts/wallets'
import { canCancelTransfer, TRANSFER_TONE, transferPath, transferTitle } from './transfer-words'
import styles from './transfer-row.module.css'

export const TransferRow = ({ transfer }: { transfer: WalletOperationView }) => {
  const cache = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelTransfer(transfer.id),
    onSuccess: (cancelled) => applyTransfer(cache, cancelled),
    onError: (error) =>
      notify({ id: transfer.id, tone: 'warn', title: 'Not cancelled', detail: error.message }),
  })
  const title = transferTitle(transfer)
  return (
    <li className={styles.row} data-transfer={transfer.id}>
      <div className={styles.what}>
        <b>
          <bdi>{title}</bdi>
        </b>
        <span>
          {transfer.valueUsd !== null && `${formatUsd(transfer.valueUsd)}, `}
          {transferPath(transfer)}, {formatDateTime(transfer.createdAt)}
        </span>
        <p>
          {transfer.detail}{' '}
          {transfer.signature !== null && <TransactionLink signature={transfer.signature} />}
        </p>
      </div>
      <Chip tone={TRANSFER_TONE[transfer.status]}>{transfer.status.replace('_', ' ')}</Chip>
      {canCancelTransfer(transfer) && (
        <Button
          size="small"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate()}
          aria-label={`Cancel the ${title.toLowerCase()}`}
        >
          Cancel
        </Button>
      )}
    </li>
  )
}
