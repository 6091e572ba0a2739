import type { ReactNode } from 'react'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { formatWhen } from '@/app/_format/time'
import type { OrderView } from '@/lib/contracts/orders'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './order-slices.module.css'

type Slicing = NonNullable<OrderView['slicing']>

const stateOf = ({ status, nextAt, heldWhy }: Slicing, isSale: boolean): string => {
  if (status === 'PAUSED')
    return isSale ? 'Paused; what is left stays guarded' : 'Paused; what is left stays reserved'
  if (status === 'STOPPING') return 'Ends with the slice under way'
  if (status === 'ENDED') return 'Ended'
  if (heldWhy !== null) return `Waits: ${heldWhy.replace(/\.$/, '')}`
  return nextAt === null ? 'The last slice is under way' : `Next slice at ${formatWhen(nextAt)}`
}

/** How much of an order is bought or sold, and what comes next. */
type Props = { order: OrderView; slicing: Slicing; children?: ReactNode }

export const SliceProgress = ({ order, slicing, children }: Props) => {
  const share = new Decimal(slicing.doneRaw).div(slicing.amountRaw).mul(100)
  const isSale = order.side === 'SELL'
  return (
    <div>
      <div className={styles.head}>
        <p>
          {isSale ? (
            <>
              <b>{share.toFixed(0)} %</b> sold for {formatUsd(slicing.spentUsd)}
            </>
          ) : (
            <>
              <b>{formatUsd(slicing.spentUsd)}</b> of {formatUsd(slicing.amountUsd ?? slicing.spentUsd)}{' '}
              bought
            </>
          )}
        </p>
        {children}
      </div>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={isSale ? 'Sold so far' : 'Bought so far'}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share.toDecimalPlaces(0).toNumber()}
        data-ended={slicing.status === 'ENDED' || undefined}
      >
        <span style={{ width: `${share.toFixed(2)}%` }} />
      </div>
      <p className={styles.state}>
        {stateOf(slicing, isSale)}
        {slicing.status !== 'ENDED' &&
          new Decimal(slicing.reservedSol).gt(0) &&
          `. ${formatAmount(slicing.reservedSol)} SOL is set aside for fees`}
        {slicing.stopReason !== null && `. ${slicing.stopReason}`}
      </p>
    </div>
  )
}
