'use client'
import { Clock } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { formatUsdShort } from '@/app/_format/numbers'
import { formatWholeAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import type { OrderView } from '@/lib/contracts/orders'
import { OutcomeCard } from './outcome-card'
import styles from './unknown-panel.module.css'

/** A signed transaction is dead once its blockhash has expired: about this long after the first send. */
const PROOF_MS = 75_000

/** No button: buying again before the proof could buy twice. */
export const UnknownPanel = ({ order }: { order: OrderView }) => {
  const now = useNow()
  const sent = order.timeline.find((step) => /sent/i.test(step.step)) ?? order.timeline.at(-1)
  const since = sent ? Math.max(0, now - Date.parse(sent.at)) : 0
  const share = Math.min(100, Math.round((since / PROOF_MS) * 100))
  const held = order.amountUsd === null ? '' : ` ${formatUsdShort(order.amountUsd)} is held.`
  return (
    <OutcomeCard
      tone="warn"
      icon={<Clock aria-hidden="true" />}
      title="Sent, not yet proven"
      aside={<Chip tone="warn">UNKNOWN</Chip>}
    >
      <p>
        {order.side === 'BUY'
          ? 'Do not buy again: JARVIS will not either.'
          : 'Do not sell again: JARVIS will not either.'}
        {held}
      </p>
      <div className={styles.bar}>
        <i style={{ width: `${share}%` }} />
      </div>
      <div className={styles.words}>
        <span>{formatWholeAge(since)} since the first send</span>
        <span>
          {since < PROOF_MS ? `Answer within ${formatWholeAge(PROOF_MS - since)}` : 'Answer any moment'}
        </span>
      </div>
    </OutcomeCard>
  )
}
