'use client'
import { useQuery } from '@tanstack/react-query'
import { riskQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Column, Columns, Screen } from '@/app/_components/ui/screen'
import { CorrelationCard } from './correlation/correlation-card'
import { LimitsCard } from './limits/limits-card'
import { LockHistory, LocksCard } from './locks/locks-card'
import { ProtectionsCard } from './protections/protections-card'
import { TradingStateCard } from './trading-state/trading-state-card'

export const RiskScreen = () => {
  const { data: risk, error, refetch } = useQuery(riskQuery)
  return (
    <Screen title="Risk" note="Protections stop entering. Exits always continue.">
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
        <Columns>
          <Column>
            <LimitsCard risk={risk} />
            <ProtectionsCard risk={risk} />
          </Column>
          <Column>
            <LocksCard locks={risk.locks} />
            <CorrelationCard correlation={risk.correlation} />
            <LockHistory history={risk.history} />
          </Column>
        </Columns>
      )}
    </Screen>
  )
}
