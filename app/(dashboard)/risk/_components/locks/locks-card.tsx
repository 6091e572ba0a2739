'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '@/app/_api/api-error'
import { queryKeys } from '@/app/_api/query-keys'
import { removeLock } from '@/app/_api/risk-calls'
import { Button } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { Chip } from '@/app/_components/ui/chip'
import { plainName } from '@/app/_format/text'
import { formatAge, formatDateTime } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { notify } from '@/app/_live/notices'
import type { LockView } from '@/lib/contracts/risk'
import { PROTECTION_WORDS } from '../protection-words'
import styles from './locks-card.module.css'

const nameOf = (lock: LockView): string => {
  const rule = PROTECTION_WORDS[lock.kind].name
  if (lock.scope === 'token') return `${lock.symbol ? plainName(lock.symbol) : 'One token'}: ${rule}`
  return lock.scope === 'deployer' ? `One deployer: ${rule}` : rule
}

const endOf = (lock: LockView, now: number): string =>
  lock.until
    ? `Ends in ${formatAge(Date.parse(lock.until) - now)}, then entries resume.`
    : 'Entries resume by themselves once it is over.'

export const LocksCard = ({ locks }: { locks: readonly LockView[] }) => {
  const now = useNow()
  const cache = useQueryClient()
  const remove = useMutation({
    mutationFn: removeLock,
    onSuccess: (lock) => {
      notify({
        id: lock.id,
        tone: 'info',
        title: 'Lock removed',
        detail: 'Entries are taken again. The same cause does not set it again.',
      })
    },
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.risk }),
  })
  const standing = locks.filter((lock) => lock.until === null || Date.parse(lock.until) > now)
  return (
    <Card aria-labelledby="locks-title">
      <h2 id="locks-title" className={styles.head}>
        Locks {standing.length > 0 && <Chip tone="warn">{standing.length}</Chip>}
      </h2>
      {standing.length === 0 && (
        <p className={styles.none}>Nothing is locked. Entries are taken, exits run as always.</p>
      )}
      <ul className={styles.list}>
        {standing.map((lock) => (
          <li key={lock.id}>
            <div>
              <b>{nameOf(lock)}</b>
              <p>{lock.reason}</p>
              <p className={styles.end}>
                {endOf(lock, now)} {lock.everyone && 'For everyone.'}
              </p>
            </div>
            {lock.removable && (
              <Button
                size="small"
                disabled={remove.isPending}
                aria-label={`Remove the lock ${nameOf(lock)}`}
                onClick={() => remove.mutate(lock.id)}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && (
        <p role="alert" className={styles.problem}>
          Not removed.{' '}
          {remove.error instanceof ApiError
            ? (remove.error.problem?.detail ?? 'JARVIS did not answer.')
            : 'JARVIS did not answer.'}
        </p>
      )}
    </Card>
  )
}

/** Locks that have ended, newest first. */
export const LockHistory = ({ history }: { history: readonly LockView[] }) =>
  history.length === 0 ? null : (
    <Card aria-labelledby="history-title">
      <h2 id="history-title" className={styles.head}>
        History
      </h2>
      <ul className={styles.list}>
        {history.map((lock) => (
          <li key={lock.id}>
            <div>
              <b>{nameOf(lock)}</b>
              <p>{lock.reason}</p>
              <p className={styles.end}>
                {formatDateTime(lock.createdAt)},{' '}
                {lock.removedAt ? `removed ${formatDateTime(lock.removedAt)}` : 'ran out'}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
