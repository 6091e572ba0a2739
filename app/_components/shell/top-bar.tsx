'use client'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { tradingStateQuery } from '@/app/_api/queries'
import { Chip } from '@/app/_components/ui/chip'
import { Kbd } from '@/app/_components/ui/kbd'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { stateTone } from '@/app/_format/trading-state'
import { formatUsd } from '@/app/_format/numbers'
import { useLivePortfolio } from '@/app/_live/live-portfolio'
import type { Mode } from '@/lib/contracts/health'
import { DayLoss } from './day-loss'
import { ModeChip } from './mode-chip'
import { openPalette } from './palette-state'
import { ThemeToggle } from './theme-toggle'
import styles from './top-bar.module.css'

export const TopBar = ({ mode }: { mode: Mode }) => {
  const portfolio = useLivePortfolio()
  const { data: trading } = useQuery(tradingStateQuery)
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.find} onClick={openPalette} aria-keyshortcuts="Control+K">
        <Search aria-hidden="true" />
        <span>Paste a mint, link or $SYMBOL</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <ModeChip mode={mode} />
      {trading && (
        <Chip tone={stateTone(trading.state)} title={trading.reason ?? undefined}>
          {trading.state}
        </Chip>
      )}
      <span className={styles.space} />
      <div className={styles.stat}>
        <b>{portfolio ? formatUsd(portfolio.equityUsd) : <Skeleton width={72} />}</b>
        {portfolio && portfolio.unpriced.length > 0 ? (
          <span className={styles.partly}>Equity, without {portfolio.unpriced.length} unpriced</span>
        ) : (
          <span>Equity</span>
        )}
      </div>
      <span className={styles.divider} />
      <DayLoss portfolio={portfolio} />
      <span className={styles.divider} />
      <ThemeToggle />
    </header>
  )
}
