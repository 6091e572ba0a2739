'use client'
import { useQuery } from '@tanstack/react-query'
import { closedPositionsQuery, portfolioQuery } from '@/app/_api/queries'
import { ClosedTable } from '@/app/_components/positions/closed-table'
import { Card } from '@/app/_components/ui/card'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Column, Columns, Screen } from '@/app/_components/ui/screen'
import { useLivePortfolio } from '@/app/_live/live-portfolio'
import { FidelityCard } from './fidelity/fidelity-card'
import { PortfolioFigures } from './portfolio-figures'
import { ResultsByExit } from './results-by-exit'
import { UnguardedCard } from './unguarded/unguarded-card'
import { WalletCard } from './wallet-card'
import styles from './portfolio-screen.module.css'

export const PortfolioScreen = () => {
  const { error, refetch } = useQuery(portfolioQuery)
  const portfolio = useLivePortfolio()
  const closed = useQuery(closedPositionsQuery)
  const positions = closed.data?.positions
  return (
    <Screen title="Portfolio" note="net of every fee">
      {!portfolio && error ? (
        <Card>
          <ErrorNotice
            what="The portfolio did not load"
            still="Positions and exits are unaffected."
            error={error}
            onRetry={() => void refetch()}
          />
        </Card>
      ) : (
        <PortfolioFigures portfolio={portfolio} />
      )}
      <Columns>
        <Card className={styles.closed} aria-labelledby="closed-title">
          <h2 id="closed-title">
            Closed <span>{portfolio?.metrics.closedPositions ?? ''}</span>
          </h2>
          {closed.error && !positions && (
            <ErrorNotice
              what="History did not load"
              still="Positions and exits are unaffected."
              error={closed.error}
              onRetry={() => void closed.refetch()}
            />
          )}
          {closed.isPending && <RowsSkeleton label="Loading closed positions" rows={5} />}
          {positions?.length === 0 && (
            <EmptyNotice
              title="Nothing closed yet"
              text="Sold positions show here with what they made, after all fees."
            />
          )}
          {positions && positions.length > 0 && <ClosedTable positions={positions} />}
        </Card>
        <Column>
          <ResultsByExit positions={positions ?? []} />
          <WalletCard portfolio={portfolio} />
          <UnguardedCard />
          <FidelityCard />
        </Column>
      </Columns>
    </Screen>
  )
}
