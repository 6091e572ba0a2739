import { formatDateTime, formatWhen } from '@/app/_format/time'
import { TokenPrice } from '@/app/_components/ui/token-price'
import type { OrderView } from '@/lib/contracts/orders'
import { PauseButton } from './pause-button'
import { SliceProgress } from './slice-progress'
import { savedWords, sliceSize } from './order-words'
import styles from './order-slices.module.css'

type Slicing = NonNullable<OrderView['slicing']>
type Slice = OrderView['slices'][number]

const sliceWords = ({ status, at }: Slice): string =>
  status === 'PLANNED' ? (at === null ? 'planned' : `planned, ${formatWhen(at)}`) : status.toLowerCase()

/** How far an order in slices has come, and what it cost or brought against doing it at once. */
export const OrderSlices = ({ order, slicing }: { order: OrderView; slicing: Slicing }) => {
  const isSale = order.side === 'SELL'
  const saved = savedWords(order, slicing)
  return (
    <>
      <h3>Slices</h3>
      <SliceProgress order={order} slicing={slicing}>
        <PauseButton order={order} slicing={slicing} />
      </SliceProgress>
      {(slicing.status === 'ACTIVE' || slicing.status === 'PAUSED') && (
        <p className={styles.state}>
          {isSale
            ? 'What is not sold yet stays guarded: its stop, or you, may sell the rest at once.'
            : 'Once any of it is sold, by you or by its plan, nothing more is bought.'}
        </p>
      )}
      {slicing.realizedPriceUsd !== null && (
        <dl className={styles.figures}>
          <dt>{isSale ? 'Received a token' : 'Paid a token'}</dt>
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
              <dt>Against {isSale ? 'selling' : 'buying'} at once</dt>
              <dd data-tone={saved.tone}>{saved.text}</dd>
            </>
          )}
        </dl>
      )}
      <ol className={styles.list}>
        {order.slices.map((slice) => (
          <li key={slice.seq} data-status={slice.status}>
            <span>{slice.seq}</span>
            <span>{sliceSize(order, slice)}</span>
            <span title={slice.at === null ? undefined : formatDateTime(slice.at)}>{sliceWords(slice)}</span>
            <span>{slice.priceUsd !== null && <TokenPrice value={slice.priceUsd} dollar />}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
