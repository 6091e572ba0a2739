'use client'
import { useQuery } from '@tanstack/react-query'
import { ShieldAlert } from 'lucide-react'
import { readinessQuery } from '@/app/_api/readiness-query'
import { useLiveState } from '@/app/_live/live-provider'
import styles from './state-banner.module.css'

/** Whether JARVIS can do its work at all. Silent while it can, and while it cannot be asked: another bar says that. */
export const ReadinessBar = () => {
  const { data: readiness } = useQuery(readinessQuery)
  const { state } = useLiveState()
  if (!readiness || readiness.canTrade || state === 'lost') return null
  const { canExit, reasons } = readiness
  return (
    <div className={styles.bar} data-tone={canExit ? 'warn' : 'crit'} role={canExit ? 'status' : 'alert'}>
      <ShieldAlert aria-hidden="true" />
      <span className={styles.words}>
        <b>
          {canExit ? 'Nothing is bought at the moment.' : 'Nothing is sold at the moment. Stops do not fire.'}
        </b>{' '}
        {reasons.join(' ')}
      </span>
    </div>
  )
}
