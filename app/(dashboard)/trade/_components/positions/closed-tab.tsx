'use client'
import { useQuery } from '@tanstack/react-query'
import { closedPositionsQuery } from '@/app/_api/queries'
import { ClosedTable } from '@/app/_components/positions/closed-table'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'

export const ClosedTab = () => {
  const { data, error, refetch } = useQuery(closedPositionsQuery)
  if (!data && error)
    return (
      <ErrorNotice
        what="History did not load"
        still="Positions and exits are unaffected."
        error={error}
        onRetry={() => void refetch()}
      />
    )
  if (!data) return <RowsSkeleton label="Loading closed positions" />
  if (data.positions.length === 0)
    return (
      <EmptyNotice
        title="Nothing closed yet"
        text="Sold positions show here with what they made, after all fees."
      />
    )
  return <ClosedTable positions={data.positions} />
}
