'use client'
import { memo, useState } from 'react'
import { StopTargetTrack } from '@/app/_components/charts/stop-target-track'
import { OwnWalletMark } from '@/app/_components/positions/own-wallet-mark'
import { effectiveStopPct } from '@/app/_components/positions/effective-stop'
import { saleResultPct } from '@/app/_components/positions/exit-result'
import { AgeChip, STALE_MS, UNPRICED_MS } from '@/app/_components/ui/age-chip'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { formatAmount, formatBaseUnits, formatUsd } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import { usdcText } from '@/app/_live/exit-words'
import { useLivePrice } from '@/app/_live/use-live-price'
import type { PositionView } from '@/lib/contracts/positions'
import { ExitBadge } from './exit-badge'
import { nextStep } from './next-step'
import { PlanEditor } from '../plan/plan-editor'
import { SellButtons } from './sell-buttons'
import { useSale } from './use-sale'
import styles from './position-table.module.css'

type Props = { position: PositionView; on: boolean; onChoose: (mint: string) => void }

/** Too old to act on: the value stays in grey, the result becomes "unpriced". */
const useFreshness = (position: PositionView) => {
  const known = { priceUsd: position.currentPriceUsd, priceAt: position.priceAt }
  const { priceUsd, ageMs } = useLivePrice(position.token.mint, known)
  return { priceUsd, ageMs, unpriced: priceUsd === null || (ageMs !== null && ageMs > UNPRICED_MS) }
}

export const PositionRow = memo(({ position, on, onChoose }: Props) => {
  const { token } = position
  const { priceUsd, ageMs, unpriced } = useFreshness(position)
  const stale = ageMs !== null && ageMs > STALE_MS
  const next = nextStep(position, useSale(position).stage)
  const [editing, setEditing] = useState(false)
  const title = `${formatBaseUnits(position.amountRaw)} base units, ${token.decimals} decimals`
  return (
    <tr className={styles.row} data-on={on || undefined} data-position={position.id}>
      <td className={styles.name}>
        <button type="button" onClick={() => onChoose(token.mint)} title={token.mint}>
          <TokenAvatar mint={token.mint} symbol={token.symbol} />
          <span>
            <b>
              <TokenName text={token.symbol} />
            </b>
            <OwnWalletMark wallet={position.wallet} />
            <small title={title}>{formatAmount(position.amount)}</small>
          </span>
        </button>
      </td>
      <td className={styles.paid}>
        {formatUsd(usdcText(position.costRaw))}
        {position.proceedsRaw !== '0' && <small>{formatUsd(usdcText(position.proceedsRaw))} back</small>}
      </td>
      <td className={styles.prices}>
        <span>
          <span className={unpriced ? styles.stale : undefined}>
            {priceUsd === null ? 'unpriced' : <TokenPrice value={priceUsd} />}
          </span>
        </span>
        <small>{stale ? <AgeChip ageMs={ageMs} /> : <TokenPrice value={position.entryPriceUsd} />}</small>
      </td>
      <td className={styles.value}>
        {position.exitValueUsd === null ? (
          <span className={styles.dim}>unpriced</span>
        ) : (
          <b className={unpriced ? styles.stale : undefined}>{formatUsd(position.exitValueUsd)}</b>
        )}
      </td>
      <td className={styles.pnl} data-testid="pnl">
        {position.pnlUsd === null || unpriced ? (
          <span className={styles.dim}>unpriced</span>
        ) : (
          <>
            <SignedFigure value={position.pnlUsd} strong />
            <small>
              {position.pnlPct !== null && <SignedFigure value={position.pnlPct} unit="pct" arrow={false} />}
            </small>
          </>
        )}
      </td>
      <td className={styles.track}>
        <StopTargetTrack
          resultPct={unpriced ? null : saleResultPct(position)}
          stopPct={effectiveStopPct(position)}
          takeProfitPct={position.takeProfitPct}
        />
      </td>
      <td className={styles.badge}>
        <ExitBadge position={position} />
      </td>
      <td className={styles.next}>
        <button
          type="button"
          className={styles.plan}
          aria-label={`Change the exits of ${plainName(token.symbol)}`}
          title="Change target, stop, trailing stop, break-even and time"
          onClick={() => setEditing(true)}
        >
          <span>{next.title}</span>
          <small>{next.detail}</small>
        </button>
        {editing && <PlanEditor position={position} onClose={() => setEditing(false)} />}
      </td>
      <td className={styles.sell}>
        <SellButtons position={position} />
      </td>
    </tr>
  )
})
PositionRow.displayName = 'PositionRow'
