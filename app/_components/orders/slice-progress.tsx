import type { ReactNode } from 'react'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { formatWhen } from '@/app/_format/time'
import type { OrderView } from '@/lib/contracts/orders'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './order-slices.module.css'

type Slicing = NonNullable<OrderView['slicing']>

const stateOf = ({ status, nextAt, heldWhy }: Slicing): string => {
  if (status === 'PAUSED') return 'Paused; what is left stays reserved'
  if (status === 'STOPPING') return 'Ends with the slice under way'
  if (status === 'ENDED') return 'Ended'
  if (heldWhy !== null) return `Waits: ${heldWhy.replace(/\.$/, '')}`
  return nextAt === null ? 'The last slice is under way' : `Next slice at ${formatWhen(nextAt)}`
}

/** How much of an order is bought, and what comes next. */
export const SliceProgress = ({ slicing, children }: { slicing: Slicing; children?: ReactNode }) => {
  const share = new Decimal(slicing.spentUsd).div(slicing.amountUsd).mul(100)
  return (
    <div>
      <div className={styles.head}>
        <p>
          <b>{formatUsd(slicing.spentUsd)}</b> of {formatUsd(slicing.amountUsd)} bought
        </p>
        {children}
      </div>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Bought so far"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share.toDecimalPlaces(0).toNumber()}
        data-ended={slicing.status === 'ENDED' || undefined}
      >
        <span style={{ width: `${share.toFixed(2)}%` }} />
      </div>
      <p className={styles.state}>
        {stateOf(slicing)}
        {slicing.status !== 'ENDED' &&
          new Decimal(slicing.reservedSol).gt(0) &&
          `. ${formatAmount(slicing.reservedSol)} SOL is set aside for fees`}
        {slicing.stopReason !== null && `. ${slicing.stopReason}`}
      </p>
    </div>
  )
}
