'use client'
import { memo } from 'react'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { UNPRICED_MS } from '@/app/_components/ui/age-chip'
import { formatUsdCompact } from '@/app/_format/numbers'
import { useLivePrice } from '@/app/_live/use-live-price'
import type { TokenCard } from '@/lib/contracts/tokens'
import styles from './token-row.module.css'

type Props = { token: TokenCard; on: boolean; onChoose: (mint: string) => void }

export const TokenRow = memo(({ token, on, onChoose }: Props) => {
  const { priceUsd, ageMs } = useLivePrice(token.mint, token)
  const unpriced = priceUsd === null || (ageMs !== null && ageMs > UNPRICED_MS)
  return (
    <button
      type="button"
      className={styles.row}
      aria-current={on || undefined}
      title={token.mint}
      onClick={() => onChoose(token.mint)}
    >
      <TokenAvatar mint={token.mint} symbol={token.symbol} />
      <span className={styles.words}>
        <b>
          <TokenName text={token.symbol} />
        </b>
        <small>
          {token.liquidityUsd === null ? 'liquidity unknown' : formatUsdCompact(token.liquidityUsd)}
        </small>
      </span>
      <span className={styles.figures}>
        <span className={unpriced ? styles.unpriced : undefined}>
          {priceUsd === null ? 'unpriced' : <TokenPrice value={priceUsd} />}
        </span>
        <small>
          {token.priceChange24hPct === null ? (
            'unknown'
          ) : (
            <SignedFigure value={token.priceChange24hPct} unit="pct" />
          )}
        </small>
      </span>
    </button>
  )
})
TokenRow.displayName = 'TokenRow'
