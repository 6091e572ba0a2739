'use client'
import { useQuery } from '@tanstack/react-query'
import { ChartCandlestick, Table2 } from 'lucide-react'
import { useState } from 'react'
import { candlesQuery, priceQuery } from '@/app/_api/queries'
import { CandleChart } from '@/app/_components/charts/candle-chart'
import { CandleTable } from '@/app/_components/charts/candle-table'
import { chartSummary } from '@/app/_components/charts/chart-summary'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { IconButton } from '@/app/_components/ui/icon-button'
import { VisuallyHidden } from '@/app/_components/ui/visually-hidden'
import { plainName } from '@/app/_format/text'
import type { CandleInterval } from '@/lib/contracts/tokens'
import { useTradeLines } from './use-trade-lines'
import { isUnknown, useTokenCard } from './token-header'
import styles from './token-chart.module.css'

export const TokenChart = ({ mint, interval }: { mint: string; interval: CandleInterval }) => {
  const [asTable, setAsTable] = useState(false)
  const { token, error: missing } = useTokenCard(mint)
  const { data: candles, error, refetch } = useQuery(candlesQuery(mint, interval))
  const { data: price } = useQuery(priceQuery(mint))
  const lines = useTradeLines(mint, token)
  const symbol = plainName(token?.symbol ?? 'this token')
  if (!token && isUnknown(missing)) return null
  return (
    <figure className={styles.chart}>
      <figcaption>
        <VisuallyHidden>{chartSummary(symbol, interval, candles ?? [], lines)}</VisuallyHidden>
      </figcaption>
      {candles && candles.length > 0 && !asTable && (
        <CandleChart candles={candles} interval={interval} price={price ?? null} lines={lines} />
      )}
      {candles && asTable && <CandleTable candles={candles} />}
      {candles?.length === 0 && <p className={styles.note}>No trades of {symbol} in this interval yet.</p>}
      {!candles && error && (
        <ErrorNotice
          what="History did not load"
          still="Positions and exits are unaffected."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {candles && (
        <div className={styles.tools}>
          <IconButton
            label={asTable ? 'Show as chart' : 'Show as table'}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? (
              <ChartCandlestick aria-hidden="true" strokeWidth={1.5} />
            ) : (
              <Table2 aria-hidden="true" strokeWidth={1.5} />
            )}
          </IconButton>
        </div>
      )}
    </figure>
  )
}
