'use client'
import { Activity } from 'lucide-react'
import { formatWholeAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { useLiveState } from '@/app/_live/live-provider'
import styles from './connection-bar.module.css'

/** Short losses heal unseen; a bar appears after this long. */
const SHOW_AFTER_MS = 2_000

export const ConnectionBar = () => {
  const { state, lostAt, attempt } = useLiveState()
  const now = useNow()
  if (state !== 'lost' || lostAt === null || now - lostAt < SHOW_AFTER_MS) return null
  return (
    <div className={styles.bar}>
      <Activity aria-hidden="true" />
      <span>
        <b>Live data lost {formatWholeAge(now - lostAt)} ago.</b> Figures are as old; exits run on the server,
        without this page.
      </span>
      <span className={styles.try}>try {attempt}</span>
    </div>
  )
}
