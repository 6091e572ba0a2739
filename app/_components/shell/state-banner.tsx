'use client'
import { useQuery } from '@tanstack/react-query'
import { Lock, ShieldAlert } from 'lucide-react'
import Link from 'next/link'
import { tradingStateQuery } from '@/app/_api/queries'
import { stateHeadline, stateMeaning, stateTone } from '@/app/_format/trading-state'
import styles from './state-banner.module.css'

/** On every page while anything but RUNNING applies: what is off, why, until when. */
export const StateBanner = () => {
  const { data: trading } = useQuery(tradingStateQuery)
  if (!trading || trading.state === 'RUNNING') return null
  const { state, by, reason } = trading
  const tone = stateTone(state)
  const Icon = state === 'FROZEN' ? Lock : ShieldAlert
  return (
    <div className={styles.bar} data-tone={tone} role={tone === 'crit' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <span className={styles.words}>
        <b>{stateHeadline(trading)}</b> {stateMeaning[state]}{' '}
        {reason && (
          <span className={styles.why}>
            {by ? `${by}: ` : ''}“{reason}”
          </span>
        )}
      </span>
      <Link href="/risk" className={styles.link}>
        Change
      </Link>
    </div>
  )
}
