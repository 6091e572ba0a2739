import clsx from 'clsx'
import { arrowOf, directionOf, formatSignedPct, formatSignedUsd } from '@/app/_format/numbers'
import styles from './signed-figure.module.css'

type Props = { value: string; unit?: 'usd' | 'pct'; arrow?: boolean; strong?: boolean; className?: string }

/** Money won or lost: sign, arrow and colour together, never colour alone. */
export const SignedFigure = ({ value, unit = 'usd', arrow = true, strong = false, className }: Props) => {
  const direction = directionOf(value)
  const text = unit === 'usd' ? formatSignedUsd(value) : formatSignedPct(value)
  return (
    <span className={clsx(styles.figure, styles[direction], strong && styles.strong, className)}>
      {arrow && direction !== 'flat' && (
        <span aria-hidden="true" className={styles.arrow}>
          {arrowOf(direction)}
        </span>
      )}
      {text}
    </span>
  )
}
