'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { olderTransfers, transfersQuery } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { TransferRow } from './transfer-row'
import styles from './history-card.module.css'

export const HistoryCard = () => {
  const { data, error, refetch } = useQuery(transfersQuery)
  const first = data?.nextCursor ?? null
  const older = useInfiniteQuery({
    queryKey: ['transfers', 'older', first],
    queryFn: ({ pageParam }) => olderTransfers(pageParam),
    initialPageParam: first ?? '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: false,
  })
  const pages = older.data?.pages ?? []
  const transfers = [...(data?.operations ?? []), ...pages.flatMap((page) => page.operations)]
  const more = pages.length > 0 ? older.hasNextPage : first !== null
  return (
    <TitledCard title="In and out" flush>
      {!data && error && (
        <ErrorNotice
          what="History did not load"
          still="Transfers go on by themselves."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <RowsSkeleton label="Loading history" rows={3} />}
      {data && transfers.length === 0 && (
        <EmptyNotice
          title="Nothing moved yet"
          text="Deposits from your own wallet and withdrawals show here with every step and what became of them."
        />
      )}
      {transfers.length > 0 && (
        <ul>
          {transfers.map((transfer) => (
            <TransferRow key={transfer.id} transfer={transfer} />
          ))}
        </ul>
      )}
      {more && (
        <div className={styles.older}>
          <Button
            disabled={older.isFetching}
            onClick={() => void (pages.length > 0 ? older.fetchNextPage() : older.refetch())}
          >
            {older.isFetching ? 'Loading older ones' : 'Show older ones'}
          </Button>
        </div>
      )}
    </TitledCard>
  )
}
