'use client'
import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'radix-ui'
import { openPositionsQuery, ordersQuery, portfolioQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { formatUsd } from '@/app/_format/numbers'
import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'
import { OrdersTab } from '@/app/_components/orders/orders-tab'
import { ClosedTab } from './closed-tab'
import { OpenTab } from './open-tab'
import styles from './positions-panel.module.css'

const UNFINISHED = new Set<OrderView['status']>(['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'])

/** Sums over what is priced; null when nothing is. */
const sumOf = (
  positions: readonly PositionView[],
  pick: (position: PositionView) => string | null,
): string | null => {
  const known = positions.map(pick).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum.plus(value), new Decimal(0)).toFixed()
}

type Props = { chosen: string; onChoose: (mint: string) => void }

export const PositionsPanel = ({ chosen, onChoose }: Props) => {
  const { data: open } = useQuery(openPositionsQuery)
  const { data: orders } = useQuery(ordersQuery)
  const { data: portfolio } = useQuery(portfolioQuery)
  const positions = open?.positions ?? []
  const working = orders?.orders.filter((order) => UNFINISHED.has(order.status)).length ?? 0
  const value = sumOf(positions, (position) => position.exitValueUsd)
  const pnl = sumOf(positions, (position) => position.pnlUsd)
  const unpriced = positions.filter((position) => position.exitValueUsd === null).length
  return (
    <Card className={styles.panel} aria-label="Positions and orders">
      <Tabs.Root defaultValue="open" className={styles.tabs}>
        <div className={styles.head}>
          <Tabs.List className={styles.list} aria-label="Positions and orders">
            <Tabs.Trigger value="open" className={styles.tab}>
              Positions <span>{positions.length}</span>
            </Tabs.Trigger>
            <Tabs.Trigger value="orders" className={styles.tab}>
              Orders {working > 0 && <span>{working}</span>}
            </Tabs.Trigger>
            <Tabs.Trigger value="closed" className={styles.tab}>
              Closed{' '}
              {portfolio && portfolio.metrics.closedPositions > 0 && (
                <span>{portfolio.metrics.closedPositions}</span>
              )}
            </Tabs.Trigger>
          </Tabs.List>
          {value !== null && (
            <div className={styles.sum}>
              <span className={styles.label}>If all sold now</span> <b>{formatUsd(value)}</b>{' '}
              {pnl !== null && <SignedFigure value={pnl} strong />}
              {unpriced > 0 && <span className={styles.unpriced}>without {unpriced} unpriced</span>}
            </div>
          )}
        </div>
        <Tabs.Content value="open" className={styles.content} tabIndex={-1}>
          <OpenTab chosen={chosen} onChoose={onChoose} />
        </Tabs.Content>
        <Tabs.Content value="orders" className={styles.content} tabIndex={-1}>
          <OrdersTab />
        </Tabs.Content>
        <Tabs.Content value="closed" className={styles.content} tabIndex={-1}>
          <ClosedTab />
        </Tabs.Content>
      </Tabs.Root>
    </Card>
  )
}
