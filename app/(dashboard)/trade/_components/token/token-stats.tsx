'use client'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { formatCount, formatUsdCompact } from '@/app/_format/numbers'
import { formatWholeAge } from '@/app/_format/time'
import { useLivePrice } from '@/app/_live/use-live-price'
import type { TokenCard } from '@/lib/contracts/tokens'
import styles from './token-stats.module.css'

const usd = (amount: string | null): string => (amount === null ? 'unknown' : formatUsdCompact(amount))

export const TokenStats = ({ mint, token }: { mint: string; token: TokenCard | undefined }) => {
  const { ageMs } = useLivePrice(mint, token)
  const stats: [string, string | undefined][] = [
    ['Mkt cap', token && usd(token.marketCapUsd)],
    ['Liquidity', token && usd(token.liquidityUsd)],
    ['Volume 24 h', token && usd(token.volume24hUsd)],
    ['Holders', token && (token.holders === null ? 'unknown' : formatCount(token.holders))],
    ['Price age', token && (ageMs === null ? 'unknown' : formatWholeAge(ageMs))],
  ]
  return (
    <dl className={styles.stats}>
      {stats.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <Skeleton width={44} />}</dd>
        </div>
      ))}
    </dl>
  )
}
