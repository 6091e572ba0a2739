'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { systemQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Column, Columns, Screen } from '@/app/_components/ui/screen'
import { ChecksCard } from './checks-card'
import { NodesCard } from './nodes-card'
import { QueuesCard } from './queues-card'
import { VenuesCard } from './venues-card'
import { VerdictsCard } from './verdicts-card'

export const HealthScreen = () => {
  const { data: system, error, refetch } = useQuery(systemQuery)
  /** Only of who pressed: it looks every few seconds of itself. */
  const [asked, setAsked] = useState(false)
  const lookAgain = async () => {
    setAsked(true)
    await refetch()
    setAsked(false)
  }
  return (
    <Screen title="Health" note="What JARVIS depends on, as the worker that sells for you sees it.">
      {!system && error && (
        <Card>
          <ErrorNotice
            what="The state of the system did not load"
            still="That says nothing about the worker: it sells on its own."
            error={error}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {!system && !error && (
        <Card>
          <RowsSkeleton label="Loading the state of the system" rows={6} />
        </Card>
      )}
      {system && (
        <>
          <VerdictsCard system={system} />
          <NodesCard report={system.nodes} redis={system.checks.redis} />
          <Columns halves>
            <Column>
              <ChecksCard checks={system.checks} looking={asked} onLookAgain={() => void lookAgain()} />
            </Column>
            <Column>
              <VenuesCard venues={system.venues} />
              <QueuesCard queues={system.queues} />
            </Column>
          </Columns>
        </>
      )}
    </Screen>
  )
}
