'use client'
import { useQuery } from '@tanstack/react-query'
import { fidelityQuery } from '@/app/_api/fidelity-query'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { useMode } from '@/app/_live/mode-context'
import { bpsText, verdictOf } from './fidelity-words'
import styles from './fidelity-card.module.css'

const Figures = () => {
  const { data, error, refetch } = useQuery(fidelityQuery)
  if (!data && error)
    return (
      <ErrorNotice
        what="The comparison did not load"
        still="Positions and exits are unaffected."
        error={error}
        onRetry={() => void refetch()}
      />
    )
  if (!data) return <RowsSkeleton label="Loading the comparison" rows={3} />
  if (data.pairs + data.onlyReal + data.onlySimulated === 0)
    return (
      <EmptyNotice
        title="Nothing compared yet"
        text="Beside each real fill stands what paper mode would have made of it. The first one shows here."
      />
    )
  return (
    <>
      <p className={styles.verdict}>{verdictOf(data)}</p>
      <dl className={styles.facts}>
        <dt>Fills compared</dt>
        <dd>{data.pairs}</dd>
        <dt>Real against paper, mean</dt>
        <dd>{data.meanBps === null ? '–' : bpsText(data.meanBps)}</dd>
        <dt>Spread</dt>
        <dd>{data.spreadBps === null ? '–' : `± ${bpsText(data.spreadBps).replace('+', '')}`}</dd>
        <dt>Filled on paper only</dt>
        <dd>{data.onlySimulated}</dd>
        <dt>Filled in truth only</dt>
        <dd>{data.onlyReal}</dd>
        <dt>Lands after, median</dt>
        <dd>{data.medianLatencyMs === null ? '–' : `${(data.medianLatencyMs / 1_000).toFixed(1)} s`}</dd>
      </dl>
    </>
  )
}

/** How far results on paper can be trusted. */
export const FidelityCard = () => {
  const isPaper = useMode() === 'paper'
  return (
    <TitledCard title="Paper against real">
      {isPaper ? (
        <p className={styles.verdict}>
          In paper mode nothing real is filled, so there is nothing to compare. Fees and the time a trade
          takes to land are counted in every fill.
        </p>
      ) : (
        <Figures />
      )}
    </TitledCard>
  )
}
