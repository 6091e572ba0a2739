import clsx from 'clsx'
import { formatUsdShort } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { RoundTripCost } from '@/lib/contracts/tokens'
import { type Limit, type TicketValues, ticketLimits } from './ticket-form'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './limits-headroom.module.css'

const Row = ({ limit, words, loss = false }: { limit: Limit; words: string; loss?: boolean }) => (
  <div className={styles.row}>
    <dt>{limit.name}</dt>
    <dd className={styles.bar} aria-hidden="true">
      <i
        className={clsx(loss && styles.loss, limit.over && styles.over)}
        style={{ width: `${limit.sharePct}%` }}
      />
    </dd>
    <dd className={clsx(styles.words, limit.over && styles.overWords)}>{words}</dd>
  </div>
)

const whole = (usd: string): string => formatUsdShort(new Decimal(usd).toFixed(0))

/** How much of each limit this buy would use. */
export const LimitsHeadroom = ({
  values,
  portfolio,
  cost,
}: {
  values: TicketValues
  portfolio: PortfolioView | undefined
  cost: RoundTripCost | null | undefined
}) => {
  if (!portfolio) return <div className={styles.limits} data-foldable />
  const { size, day, count } = ticketLimits(values, portfolio, cost)
  return (
    <dl className={styles.limits} data-foldable aria-label="Limits">
      <Row limit={size} words={`${formatUsdShort(size.used)} of ${formatUsdShort(size.limit)}`} />
      <Row
        limit={day}
        loss
        words={`${day.used === '0' ? '$0' : `−${whole(day.used)}`} of −${whole(day.limit)}`}
      />
      <Row limit={count} words={`${count.used} of ${count.limit}`} />
    </dl>
  )
}
