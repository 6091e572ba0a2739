import clsx from 'clsx'
import { formatClockTenths, formatDateTime } from '@/app/_format/time'
import type { TimelineStep } from '@/lib/contracts/orders'
import styles from './timeline.module.css'

const words = (step: string): string => {
  const plain = step.replace(/[_-]+/g, ' ').toLowerCase()
  return `${plain[0]?.toUpperCase() ?? ''}${plain.slice(1)}`
}

type Props = { steps: readonly TimelineStep[]; working?: boolean; full?: boolean }

/** The steps an order took, with their times. The last is under way while the order works. */
export const Timeline = ({ steps, working = false, full = false }: Props) => (
  <ol className={clsx(styles.timeline, full && styles.full)}>
    {steps.map((step, index) => (
      <li key={`${step.at}-${index}`} data-now={(working && index === steps.length - 1) || undefined}>
        <i aria-hidden="true" />
        <b>{words(step.step)}</b>
        <span className={styles.detail} title={step.detail}>
          {step.detail}
        </span>
        <time dateTime={step.at} title={formatDateTime(step.at)}>
          {formatClockTenths(step.at)}
        </time>
      </li>
    ))}
  </ol>
)
