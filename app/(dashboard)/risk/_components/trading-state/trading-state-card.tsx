'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tradingStateQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { Segmented } from '@/app/_components/ui/segmented'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { formatDateTime } from '@/app/_format/time'
import type { ScopeStateView } from '@/lib/contracts/trading-state'
import type { StateScope } from '@/lib/domain/trading-state/trading-state'
import { ChangeStateDialog } from './change-state-dialog'
import { KillSwitch } from './kill-switch'
import { StateTiles } from './state-tiles'
import { useAskedState } from './use-asked-state'
import styles from './trading-state-card.module.css'

const SCOPES = [
  { value: 'own', label: 'Yours' },
  { value: 'global', label: 'Everyone' },
] as const

const history = ({ since, by, reason, until }: ScopeStateView): string =>
  [
    by || reason ? `since ${formatDateTime(since)}` : 'never changed',
    by ? `by ${by}${reason ? `: “${reason}”` : ''}` : '',
    until ? `until ${formatDateTime(until)}` : '',
  ]
    .filter(Boolean)
    .join(', ')

export const TradingStateCard = () => {
  const { data: trading, error, refetch } = useQuery(tradingStateQuery)
  const [scope, setScope] = useState<StateScope>('own')
  const { asked, ask, close } = useAskedState(scope)
  const shown = trading?.[scope]
  if (!trading && error)
    return (
      <Card>
        <ErrorNotice
          what="The trading state did not load"
          still="It holds as it was; exits are unaffected."
          error={error}
          onRetry={() => void refetch()}
        />
      </Card>
    )
  return (
    <Card className={styles.card} aria-labelledby="trading-state-title">
      <div className={styles.main}>
        <div className={styles.head}>
          <h2 id="trading-state-title">Trading state</h2>
          {trading?.mayChangeGlobal && (
            <Segmented label="Whose state" value={scope} options={SCOPES} onChange={setScope} small />
          )}
          <span className={styles.since}>{shown ? history(shown) : <Skeleton width={160} />}</span>
          <span className={styles.rule}>The stricter of yours and everyone’s wins</span>
        </div>
        <StateTiles current={shown?.state} onChoose={ask} />
      </div>
      <KillSwitch scope={scope} current={shown?.state ?? 'RUNNING'} onAsk={() => ask('FLATTENING')} />
      {asked && <ChangeStateDialog key={asked.state} asked={asked} onClose={close} />}
    </Card>
  )
}
