'use client'
import { ExternalLink } from 'lucide-react'
import { formatCount } from '@/app/_format/numbers'
import { shortAddress } from '@/app/_format/text'
import { useMode } from '@/app/_live/mode-context'
import type { OrderView } from '@/lib/contracts/orders'
import styles from './order-attempts.module.css'

/** Only a public chain has a public explorer. */
const Signature = ({ signature }: { signature: string }) => {
  const mode = useMode()
  const text = <code title={signature}>{shortAddress(signature, 8, 8)}</code>
  if (mode !== 'live') return text
  return (
    <a href={`https://solscan.io/tx/${encodeURIComponent(signature)}`} target="_blank" rel="noreferrer">
      {text} <ExternalLink aria-label="Open in explorer" size={12} />
    </a>
  )
}

export const OrderAttempts = ({ attempts }: { attempts: OrderView['attempts'] }) =>
  attempts.length === 0 ? (
    <p className={styles.none}>Nothing was signed.</p>
  ) : (
    <ol className={styles.list}>
      {attempts.map((attempt) => (
        <li key={attempt.signature}>
          <Signature signature={attempt.signature} />
          <span className={styles.status} data-status={attempt.status}>
            {attempt.status}
          </span>
          <span className={styles.more}>
            {attempt.venue}
            {attempt.slot !== null && `, slot ${formatCount(attempt.slot)}`}
            {attempt.error !== null && `, ${attempt.error}`}
          </span>
        </li>
      ))}
    </ol>
  )
