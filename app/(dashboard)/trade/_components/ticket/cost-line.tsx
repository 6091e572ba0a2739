import { Skeleton } from '@/app/_components/ui/skeleton'
import { formatFeeUsd, formatPct, formatUsd } from '@/app/_format/numbers'
import type { RoundTripCost } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './cost-line.module.css'

const parts = (cost: RoundTripCost) => [
  { name: 'Impact', usd: cost.impactUsd, colour: 'var(--accent)' },
  { name: 'Venue', usd: cost.venueUsd, colour: 'var(--cost-2)' },
  ...(new Decimal(cost.taxUsd).gt(0) ? [{ name: 'Token tax', usd: cost.taxUsd, colour: 'var(--warn)' }] : []),
  { name: 'Rent, refundable', usd: cost.rentUsd, colour: 'var(--cost-3)' },
  { name: 'Network', usd: cost.networkUsd, colour: 'var(--text-3)' },
]

type Props = { cost: RoundTripCost | null | undefined; amountUsd: string | null }

/** What leaving at once would cost, and what it is made of. */
export const CostLine = ({ cost, amountUsd }: Props) => (
  <div className={styles.cost} data-foldable>
    <div className={styles.head}>
      <b>Buy and sell now costs</b>
      {cost && (
        <>
          <b>{formatUsd(cost.totalUsd)}</b>
          <span>{formatPct(cost.totalPct)}</span>
        </>
      )}
      {cost === undefined && amountUsd !== null && <Skeleton width={72} />}
      {(cost === null || amountUsd === null) && <span>unknown</span>}
    </div>
    <div className={styles.bar} aria-hidden="true">
      {cost &&
        parts(cost).map(({ name, usd, colour }) => (
          <i key={name} style={{ flex: new Decimal(usd).abs().toNumber(), background: colour }} />
        ))}
    </div>
    {cost && (
      <dl className={styles.parts}>
        {parts(cost).map(({ name, usd, colour }) => (
          <div key={name}>
            <dt>
              <i style={{ background: colour }} aria-hidden="true" />
              {name}
            </dt>
            <dd>{formatFeeUsd(usd)}</dd>
          </div>
        ))}
      </dl>
    )}
  </div>
)
