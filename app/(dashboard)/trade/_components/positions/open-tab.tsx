'use client'
import { useQuery } from '@tanstack/react-query'
import { openPositionsQuery } from '@/app/_api/queries'
import { Button } from '@/app/_components/ui/button'
import { Kbd } from '@/app/_components/ui/kbd'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { openPalette } from '@/app/_components/shell/palette-state'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { PositionRow } from './position-row'
import styles from './position-table.module.css'

type Props = { chosen: string; onChoose: (mint: string) => void }

export const OpenTab = ({ chosen, onChoose }: Props) => {
  const { data, error, refetch } = useQuery(openPositionsQuery)
  if (!data && error)
    return (
      <ErrorNotice
        what="Positions did not load"
        still="They are still held and their exits still watched."
        error={error}
        onRetry={() => void refetch()}
      />
    )
  if (!data) return <RowsSkeleton label="Loading positions" />
  if (data.positions.length === 0)
    return (
      <EmptyNotice title="No open positions" text="Paste a mint to begin, or buy the token above.">
        <Button tone="primary" onClick={openPalette}>
          Find a token <Kbd>/</Kbd>
        </Button>
      </EmptyNotice>
    )
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col" className={styles.right}>
            Paid
          </th>
          <th scope="col" className={styles.right}>
            Now, entry
          </th>
          <th scope="col" className={styles.right}>
            If sold now
          </th>
          <th scope="col" className={styles.right}>
            Net PnL
          </th>
          <th scope="col">Stop to target</th>
          <th scope="col">Can I get out?</th>
          <th scope="col">What happens next</th>
          <th scope="col" className={styles.right}>
            Sell
          </th>
        </tr>
      </thead>
      <tbody>
        {data.positions.map((position) => (
          <PositionRow
            key={position.id}
            position={position}
            on={position.token.mint === chosen}
            onChoose={onChoose}
          />
        ))}
      </tbody>
    </table>
  )
}
