'use client'
import { useQuery } from '@tanstack/react-query'
import { riskQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { CorrelationCard } from './correlation/correlation-card'
import { LimitsCard } from './limits/limits-card'
import { LockHistory, LocksCard } from './locks/locks-card'
import { ProtectionsCard } from './protections/protections-card'
import { TradingStateCard } from './trading-state/trading-state-card'
import styles from './risk-screen.module.css'

export const RiskScreen = () => {
  const { data: risk, error, refetch } = useQuery(riskQuery)
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>
        Risk <span>Protections stop entering. Exits always continue.</span>
      </h1>
      <TradingStateCard />
      {!risk && error && (
        <Card>
          <ErrorNotice
            what="Limits and locks did not load"
            still="They hold all the same; exits are unaffected."
            error={error}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {!risk && !error && (
        <Card>
          <RowsSkeleton label="Loading limits and locks" rows={5} />
        </Card>
      )}
      {risk && (
        <div className={styles.columns}>
          <div className={styles.column}>
            <LimitsCard risk={risk} />
            <ProtectionsCard risk={risk} />
          </div>
          <div className={styles.column}>
            <LocksCard locks={risk.locks} />
            <CorrelationCard correlation={risk.correlation} />
            <LockHistory history={risk.history} />
          </div>
        </div>
      )}
    </div>
  )
}
