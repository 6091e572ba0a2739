import { TokenPrice } from '@/app/_components/ui/token-price'
import { formatUsdCompact } from '@/app/_format/numbers'
import { formatDateTime } from '@/app/_format/time'
import type { Candle } from '@/lib/domain/tokens/candle'
import styles from './candle-table.module.css'

const SHOWN = 60

/** The chart as a table, newest first. */
export const CandleTable = ({ candles }: { candles: readonly Candle[] }) => (
  <div className={styles.scroll} tabIndex={0} role="region" aria-label="Price history table">
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Open</th>
          <th scope="col">High</th>
          <th scope="col">Low</th>
          <th scope="col">Close</th>
          <th scope="col">Volume</th>
        </tr>
      </thead>
      <tbody>
        {candles
          .slice(-SHOWN)
          .reverse()
          .map((candle) => (
            <tr key={candle.time}>
              <th scope="row">{formatDateTime(new Date(candle.time * 1_000))}</th>
              {([candle.open, candle.high, candle.low, candle.close] as const).map((price, index) => (
                <td key={index}>
                  <TokenPrice value={price} />
                </td>
              ))}
              <td>{formatUsdCompact(candle.volumeUsd)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
)
