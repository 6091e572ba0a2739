import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { formatUsdShort } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './day-loss.module.css'

const share = (part: Decimal, whole: Decimal): number =>
  whole.isZero() ? 0 : Math.min(100, part.div(whole).mul(100).toDecimalPlaces(1).toNumber())

/** Today's result beside the loss at which buying stops. */
export const DayLoss = ({ portfolio }: { portfolio: PortfolioView | undefined }) => {
  if (!portfolio) return <div className={styles.day} />
  const today = new Decimal(portfolio.dailyPnlUsd)
  const limit = new Decimal(portfolio.dailyLossLimitUsd).abs()
  const used = today.isNegative() ? share(today.abs(), limit) : 0
  return (
    <div className={styles.day}>
      <div className={styles.words}>
        <span>
          <SignedFigure value={portfolio.dailyPnlUsd} strong /> today
        </span>
        <span className={styles.limit}>of {formatUsdShort(limit.neg().toFixed())}</span>
      </div>
      <div className={styles.bar}>
        <i style={{ width: `${used}%` }} />
      </div>
    </div>
  )
}
