'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { ApiError } from '@/app/_api/api-error'
import { tokenQuery, tokensQuery } from '@/app/_api/queries'
import { openPalette } from '@/app/_components/shell/palette-state'
import { ModeChip } from '@/app/_components/shell/mode-chip'
import { Button } from '@/app/_components/ui/button'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { Segmented } from '@/app/_components/ui/segmented'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsdCompact } from '@/app/_format/numbers'
import { useMode } from '@/app/_live/mode-context'
import type { CandleInterval, TokenCard } from '@/lib/contracts/tokens'
import { CopyAddress } from '@/app/_components/ui/copy-address'
import { LivePriceFigure } from './live-price-figure'
import { SafetyStrip } from './safety-strip'
import { TokenStats } from './token-stats'
import styles from './token-header.module.css'

const INTERVALS = (['1s', '1m', '5m', '1h', '1d'] as const).map((value) => ({ value, label: value }))

/** The address is wrong, so trying again would not help. */
export const isUnknown = (error: Error | null): boolean =>
  error instanceof ApiError && (error.status === 400 || error.status === 404)

type Props = { mint: string; interval: CandleInterval; onInterval: (interval: CandleInterval) => void }

/** The full card, or the list's copy of it while the card is on its way. */
export const useTokenCard = (
  mint: string,
): { token: TokenCard | undefined; error: Error | null; retry: () => void } => {
  const { data: listed } = useQuery({
    ...tokensQuery(),
    select: (tokens) => tokens.find((token) => token.mint === mint),
  })
  const { data: card, error, refetch } = useQuery(tokenQuery(mint))
  return { token: card ?? listed, error, retry: () => void refetch() }
}

export const TokenHeader = ({ mint, interval, onInterval }: Props) => {
  const { token, error, retry } = useTokenCard(mint)
  const mode = useMode()
  if (!token && isUnknown(error)) {
    return (
      <EmptyNotice
        title="No such token"
        text={`${mint.slice(0, 50)} is not the mint of a token JARVIS can find. Check the address.`}
      >
        <Button onClick={openPalette}>Find a token</Button>
      </EmptyNotice>
    )
  }
  if (!token && error) {
    return (
      <ErrorNotice
        what="This token did not load"
        still="Positions and exits are unaffected."
        error={error}
        onRetry={retry}
      />
    )
  }
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <TokenAvatar mint={mint} symbol={token?.symbol ?? ''} size={34} />
        <div className={styles.name}>
          <h1>
            <button
              type="button"
              className={styles.pick}
              onClick={openPalette}
              aria-label="Choose another token"
            >
              <TokenName text={token?.symbol ?? '…'} />
              <ChevronDown aria-hidden="true" />
            </button>
            <span className={styles.long}>
              <TokenName text={token?.name ?? ''} />
            </span>
          </h1>
          <span className={styles.mint}>
            <CopyAddress address={mint} what="mint address" />
          </span>
          <span className={styles.phoneLiquidity}>
            {token?.liquidityUsd ? `Liquidity ${formatUsdCompact(token.liquidityUsd)}` : ''}
          </span>
        </div>
        <div className={styles.price}>
          <b>
            <LivePriceFigure mint={mint} known={token} />
          </b>
          <span>
            {token?.priceChange24hPct ? <SignedFigure value={token.priceChange24hPct} unit="pct" /> : null}
            <span className={styles.dim}> 24 h</span>
          </span>
        </div>
        <span className={styles.mode}>
          <ModeChip mode={mode} />
        </span>
        <TokenStats mint={mint} token={token} />
        <div className={styles.intervals}>
          <Segmented
            label="Candle interval"
            small
            value={interval}
            options={INTERVALS}
            onChange={onInterval}
          />
        </div>
      </div>
      <SafetyStrip token={token} />
    </header>
  )
}
