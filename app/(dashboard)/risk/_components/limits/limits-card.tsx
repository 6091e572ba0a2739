'use client'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { formatAmount, formatCount, formatSignedUsd, formatUsd, formatUsdShort } from '@/app/_format/numbers'
import { plainName, plural } from '@/app/_format/text'
import { formatAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { useLivePortfolio } from '@/app/_live/live-portfolio'
import type { RiskOverview } from '@/lib/contracts/risk'
import { Decimal } from '@/lib/domain/money/decimal'
import { LimitRow } from './limit-row'
import { LimitsForm } from './limits-form'
import styles from './limits-card.module.css'

/** A figure of six digits would claim to know the fees of months to come. */
const sellsWords = (count: number): string =>
  count >= 10_000 ? 'more than 10,000 sells' : `about ${formatCount(count)} sells`

export const LimitsCard = ({ risk }: { risk: RiskOverview }) => {
  const [editing, setEditing] = useState(false)
  const portfolio = useLivePortfolio()
  const now = useNow()
  const { limits } = risk.limits
  const pnl = portfolio?.dailyPnlUsd ?? risk.day.pnlUsd
  const realized = portfolio?.dailyRealizedUsd ?? risk.day.realizedUsd
  const open = portfolio?.openPositions ?? risk.open.held
  const together = risk.correlation.largest
  const room = Math.max(0, limits.maxCorrelated - together.count)
  return (
    <Card aria-labelledby="limits-title">
      <div className={styles.head}>
        <h2 id="limits-title">Limits</h2>
        <span>reserved in the same transaction as the order</span>
        <Button size="small" aria-expanded={editing} onClick={() => setEditing(!editing)}>
          <SlidersHorizontal aria-hidden="true" size={14} />
          {editing ? 'Close' : 'Edit limits'}
        </Button>
      </div>
      {editing && <LimitsForm answer={risk.limits} onDone={() => setEditing(false)} />}
      <dl className={styles.rows}>
        <LimitRow
          name="Daily loss"
          loss
          used={new Decimal(pnl).isNegative() ? new Decimal(pnl).abs().toFixed() : '0'}
          limit={limits.maxDailyLossUsd}
          figure={
            <>
              <SignedFigure value={pnl} strong /> of {formatUsdShort(`-${limits.maxDailyLossUsd}`)}
            </>
          }
          note={
            <>
              Realised {formatSignedUsd(realized)}, open positions{' '}
              {formatSignedUsd(new Decimal(pnl).minus(realized).toFixed())}. Resets 00:00 UTC, in{' '}
              {formatAge(Date.parse(risk.day.resetsAt) - now)}
              {risk.day.unpriced > 0 && `. ${risk.day.unpriced} without a price count as stopped out`}
            </>
          }
        />
        <LimitRow
          name="Open positions"
          used={String(open + risk.open.pending)}
          limit={String(limits.maxOpenPositions)}
          figure={
            <>
              <b>{open}</b> of {limits.maxOpenPositions}
            </>
          }
          note={
            risk.open.pending === 0
              ? 'No entry on its way'
              : `${plural(risk.open.pending, 'entry', 'entries')} on the way, counted too`
          }
        />
        <LimitRow
          name={`Correlated above ${risk.correlation.above}`}
          used={String(together.count)}
          limit={String(limits.maxCorrelated)}
          figure={
            <>
              <b>{together.count}</b> of {limits.maxCorrelated}
            </>
          }
          note={
            together.count <= 1
              ? 'Nothing held moves together'
              : `${together.symbols.map((symbol) => plainName(symbol)).join(', ')}${together.count > together.symbols.length ? `, ${together.count} positions` : ''}. ${room === 0 ? 'The next one is denied' : `${room} more fit`}`
          }
        />
        <LimitRow
          name="Largest position"
          used={risk.largest?.costUsd ?? '0'}
          limit={limits.maxPositionUsd}
          figure={
            <>
              <b>{formatUsd(risk.largest?.costUsd ?? '0')}</b> of {formatUsdShort(limits.maxPositionUsd)}
            </>
          }
          note={risk.largest ? plainName(risk.largest.symbol) : 'Nothing is held'}
        />
        {risk.sol && (
          <LimitRow
            name="SOL for fees"
            used={Decimal.max(0, new Decimal(risk.sol.balance).minus(risk.sol.reserve)).toFixed()}
            limit={risk.sol.balance}
            figure={
              <>
                <b>
                  {formatAmount(
                    Decimal.max(0, new Decimal(risk.sol.balance).minus(risk.sol.reserve)).toFixed(),
                  )}
                </b>{' '}
                of {formatAmount(risk.sol.balance)} free
              </>
            }
            note={`${formatAmount(risk.sol.reserve)} SOL stays for getting out; all of it pays for ${sellsWords(risk.sol.sellsLeft)}`}
          />
        )}
      </dl>
    </Card>
  )
}
