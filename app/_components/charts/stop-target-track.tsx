import { formatPctSetting } from '@/app/_format/numbers'
import { Decimal } from '@/lib/domain/money/decimal'
import styles from './stop-target-track.module.css'

type Props = {
  /** What a sale would bring now, of the entry price as the other two. */
  resultPct: string | null
  /** Signed, of the entry price: a stop that was moved up may lie above it. */
  stopPct: string
  takeProfitPct: string
  width?: number
  words?: boolean
}

const EDGE = 6

const signed = (pct: Decimal): string =>
  `${pct.isNegative() ? '−' : '+'}${formatPctSetting(pct.abs().toFixed()).replace(/\u00a0%/, '')}`

/** Where the position stands between its stop and its target; the small mark is what it cost. */
export const StopTargetTrack = ({ resultPct, stopPct, takeProfitPct, width = 132, words = true }: Props) => {
  const stop = new Decimal(stopPct)
  const span = new Decimal(takeProfitPct).minus(stop)
  const place = (percent: Decimal): number => {
    const share = Decimal.min(1, Decimal.max(0, percent.minus(stop).div(span)))
    return Number(
      share
        .mul(width - 2 * EDGE)
        .plus(EDGE)
        .toFixed(1),
    )
  }
  const cost = place(new Decimal(0))
  const now = resultPct === null ? null : place(new Decimal(resultPct))
  const tone = resultPct?.startsWith('-') ? 'var(--loss)' : 'var(--gain)'
  const label =
    resultPct === null
      ? 'Unpriced'
      : `Now ${new Decimal(resultPct).toFixed(2)} %, stop ${signed(stop)} %, target +${takeProfitPct} %`
  return (
    <svg
      className={styles.track}
      width={width}
      height={words ? 26 : 16}
      viewBox={`0 0 ${width} ${words ? 26 : 16}`}
      role="img"
      aria-label={label}
    >
      <path d={`M${EDGE} 8H${width - EDGE}`} stroke="var(--line-2)" strokeWidth="3" strokeLinecap="round" />
      {now !== null && (
        <path d={`M${Math.min(cost, now)} 8H${Math.max(cost, now)}`} stroke={tone} strokeWidth="3" />
      )}
      <path d={`M${EDGE} 4v8`} stroke="var(--loss)" strokeWidth="1.5" />
      <path d={`M${width - EDGE} 4v8`} stroke="var(--gain)" strokeWidth="1.5" />
      <path d={`M${cost} 5v6`} stroke="var(--text-3)" />
      {now !== null && <circle cx={now} cy="8" r="4" fill={tone} stroke="var(--s1)" strokeWidth="2" />}
      {words && (
        <>
          <text x="3" y="24">
            {signed(stop)}
          </text>
          <text x={width - 3} y="24" textAnchor="end">
            +{formatPctSetting(takeProfitPct).replace(/\u00a0%/, '')}
          </text>
        </>
      )}
    </svg>
  )
}
