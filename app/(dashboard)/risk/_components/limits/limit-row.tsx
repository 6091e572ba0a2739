import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './limits-card.module.css'

type Props = { name: string; used: string; limit: string; loss?: boolean; figure: ReactNode; note: ReactNode }

const share = (used: string, limit: string): number =>
  new Decimal(limit).lte(0)
    ? 100
    : Decimal.max(0, Decimal.min(100, new Decimal(used).div(limit).mul(100)))
        .toDecimalPlaces(1)
        .toNumber()

/** One limit: how much of it is used, as a bar and in words. */
export const LimitRow = ({ name, used, limit, loss = false, figure, note }: Props) => {
  const percent = share(used, limit)
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd className={styles.bar} aria-hidden="true">
        <i
          className={clsx(loss && styles.loss, percent >= 100 && styles.full)}
          style={{ width: `${percent}%` }}
        />
      </dd>
      <dd className={styles.figure}>{figure}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  )
}
