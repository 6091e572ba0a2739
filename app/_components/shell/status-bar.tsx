'use client'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { openPositionsQuery } from '@/app/_api/queries'
import { readinessQuery } from '@/app/_api/readiness-query'
import { formatCount } from '@/app/_format/numbers'
import { formatClock, formatWholeAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { type LiveState, useLiveState } from '@/app/_live/live-provider'
import { shortAddress } from '@/app/_format/text'
import { portfolioQuery } from '@/app/_api/queries'
import styles from './status-bar.module.css'

const liveWords = (
  live: LiveState,
  now: number,
): { word: string; detail: string; dot: string | undefined } => {
  if (live.state === 'live') {
    const age = live.lastEventAt === null ? null : now - live.lastEventAt
    return { word: 'Live', detail: age === null ? '' : `${formatWholeAge(age)} ago`, dot: styles.ok }
  }
  if (live.state === 'lost') {
    const since = live.lostAt === null ? '' : `${formatWholeAge(now - live.lostAt)} ago`
    return { word: 'Live data lost', detail: since, dot: styles.bad }
  }
  return { word: 'Connecting', detail: '', dot: styles.open }
}

export const StatusBar = () => {
  const now = useNow()
  const live = useLiveState()
  const { data: open } = useQuery(openPositionsQuery)
  const { data: portfolio } = useQuery(portfolioQuery)
  const { data: readiness } = useQuery(readinessQuery)
  const { word, detail, dot } = liveWords(live, now)
  const watched = open?.positions.filter((position) => position.exitValueUsd !== null).length ?? 0
  const total = open?.positions.length ?? 0
  return (
    <footer className={styles.bar}>
      <span className={styles.item}>
        <i className={clsx(styles.dot, dot)} aria-hidden="true" />
        <b>{word}</b> {detail}
      </span>
      <span className={styles.item}>
        Exit monitor{' '}
        {readiness?.canExit === false ? (
          <b className={styles.warn}>not running</b>
        ) : (
          <b className={clsx(watched < total && styles.warn)}>
            {total === 0 ? 'nothing to watch' : `${watched} of ${total} priced`}
          </b>
        )}
      </span>
      {live.slot !== null && (
        <span className={styles.item}>
          Slot <b>{formatCount(live.slot)}</b>
        </span>
      )}
      {portfolio && (
        <span className={styles.item}>
          Wallet <b className={styles.mono}>{shortAddress(portfolio.walletAddress, 4, 4)}</b>
        </span>
      )}
      <span className={styles.space} />
      <a className={styles.item} href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        Charts by TradingView
      </a>
      <span>{formatClock(new Date(now))} UTC</span>
    </footer>
  )
}
