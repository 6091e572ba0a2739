import { formatDateTime, formatWhen } from '@/app/_format/time'
import { formatUsd, formatUsdShort } from '@/app/_format/numbers'
import { TokenPrice } from '@/app/_components/ui/token-price'
import type { OrderView } from '@/lib/contracts/orders'
import { Decimal } from '@/lib/domain/money/decimal'
import { PauseButton } from './pause-button'
import { savedWords } from './order-words'
import styles from './order-slices.module.css'

type Slicing = NonNullable<OrderView['slicing']>
type Slice = OrderView['slices'][number]

const STATE: Record<Slicing['status'], string> = {
  ACTIVE: 'Next slice',
  PAUSED: 'Paused; what is left stays reserved',
  STOPPING: 'Ends with the slice under way',
  ENDED: 'Ended',
}

const sliceWords = ({ status, at }: Slice): string =>
  status === 'PLANNED' ? (at === null ? 'planned' : `planned, ${formatWhen(at)}`) : status.toLowerCase()

/** How far an order that is bought in slices has come, and what it cost against buying at once. */
export const OrderSlices = ({ order, slicing }: { order: OrderView; slicing: Slicing }) => {
  const share = new Decimal(slicing.spentUsd).div(slicing.amountUsd).mul(100)
  const saved = savedWords(slicing)
  return (
    <>
      <h3>Slices</h3>
      <div className={styles.head}>
        <p>
          <b>{formatUsd(slicing.spentUsd)}</b> of {formatUsd(slicing.amountUsd)} bought
        </p>
        <PauseButton order={order} slicing={slicing} />
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
        {slicing.status === 'ACTIVE' && slicing.nextAt !== null
          ? `${STATE.ACTIVE} ${formatWhen(slicing.nextAt)}`
          : slicing.status === 'ACTIVE'
            ? 'The last slice is under way'
            : STATE[slicing.status]}
        {slicing.stopReason !== null && `. ${slicing.stopReason}`}
      </p>
      {slicing.realizedPriceUsd !== null && (
        <dl className={styles.figures}>
          <dt>Paid a token</dt>
          <dd>
            <TokenPrice value={slicing.realizedPriceUsd} dollar />
          </dd>
          {slicing.arrivalPriceUsd !== null && (
            <>
              <dt>Price at the start</dt>
              <dd>
                <TokenPrice value={slicing.arrivalPriceUsd} dollar />
              </dd>
            </>
          )}
          {saved !== null && (
            <>
              <dt>Against buying at once</dt>
              <dd data-tone={saved.tone}>{saved.text}</dd>
            </>
          )}
        </dl>
      )}
      <ol className={styles.list}>
        {order.slices.map((slice) => (
          <li key={slice.seq} data-status={slice.status}>
            <span>{slice.seq}</span>
            <span>{formatUsdShort(slice.amountUsd)}</span>
            <span title={slice.at === null ? undefined : formatDateTime(slice.at)}>{sliceWords(slice)}</span>
            <span>{slice.priceUsd !== null && <TokenPrice value={slice.priceUsd} dollar />}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
