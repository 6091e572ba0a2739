'use client'
import { useQuery } from '@tanstack/react-query'
import { dcaPlansQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { PlanRow } from './plan-row'
import styles from './plans-card.module.css'

export const PlansCard = () => {
  const { data: plans, error, refetch } = useQuery(dcaPlansQuery)
  return (
    <Card className={styles.card} aria-labelledby="plans-title">
      <h2 id="plans-title">Recurring purchases</h2>
      {!plans && error && (
        <ErrorNotice
          what="Plans did not load"
          still="They go on by themselves."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!plans && !error && <RowsSkeleton label="Loading plans" rows={2} />}
      {plans?.length === 0 && (
        <EmptyNotice
          title="No plans"
          text="Choose Repeat on the ticket to buy the same amount again and again, into one position."
        />
      )}
      {plans && plans.length > 0 && (
        <ul className={styles.plans}>
          {plans.map((plan) => (
            <PlanRow key={plan.id} plan={plan} />
          ))}
        </ul>
      )}
    </Card>
  )
}
