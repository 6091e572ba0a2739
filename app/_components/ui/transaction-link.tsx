'use client'
import { ExternalLink } from 'lucide-react'
import { shortAddress } from '@/app/_format/text'
import { useMode } from '@/app/_live/mode-context'
import styles from './transaction-link.module.css'

/** Only a public chain has a public explorer. */
export const TransactionLink = ({ signature }: { signature: string }) => {
  const mode = useMode()
  const text = <code title={signature}>{shortAddress(signature, 8, 8)}</code>
  if (mode !== 'live') return text
  return (
    <a
      href={`https://solscan.io/tx/${encodeURIComponent(signature)}`}
      target="_blank"
      rel="noreferrer"
      className={styles.link}
    >
      {text} <ExternalLink aria-label="Open in explorer" size={12} />
    </a>
  )
}
