'use client'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useEffect, useState } from 'react'
import { orderQuery } from '@/app/_api/queries'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { formatUsd } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import { notify } from '@/app/_live/notices'
import type { PositionView } from '@/lib/contracts/positions'
import type { algorithms } from '@/lib/domain/orders/order-status'
import { useTrade } from '../ticket/use-trade'
import { SellReview } from './sell-review'
import { SellingNote } from './selling-note'
import { type Share, sellAsks, sellBody, SHARES, shareValue } from './sell-share'
import { useSale } from './use-sale'
import styles from './sell-buttons.module.css'

type Props = { position: PositionView; wide?: boolean; algorithm?: (typeof algorithms)[number] }

/** 25, 50 or all of a position, at once unless it says otherwise; while one sell works there is no second. */
export const SellButtons = ({ position, wide = false, algorithm = 'MARKET' }: Props) => {
  const { outcome, send, again } = useTrade(`sell ${position.id}`)
  const [asking, setAsking] = useState<Share | null>(null)
  const symbol = plainName(position.token.symbol)
  const orderId = outcome.state === 'placed' ? outcome.orderId : null
  const { data: order } = useQuery({ ...orderQuery(orderId ?? ''), enabled: orderId !== null })
  const sale = useSale(position)
  const working =
    outcome.state === 'sending' ||
    sale.stage !== 'none' ||
    order?.status === 'RECEIVED' ||
    (order?.status === 'WORKING' && order.slicing === null)

  useEffect(() => {
    if (outcome.state !== 'refused') return
    const { error, intent } = outcome
    notify({ id: intent.key, tone: 'warn', title: `${symbol} not sold`, detail: error.message })
  }, [outcome, symbol])

  const sell = (share: Share) => {
    setAsking(null)
    send('/trade/sell', sellBody(position, share, algorithm))
  }

  if (outcome.state === 'unanswered')
    return (
      <Button size="small" onClick={again} title="Asks about the same sell; it cannot happen twice">
        No answer, ask again
      </Button>
    )
  return (
    <div className={clsx(styles.buttons, wide && styles.wide)} role="group" aria-label={`Sell ${symbol}`}>
      {working ? (
        <SellingNote stage={sale.stage} orderId={sale.orderId} />
      ) : (
        SHARES.map((share) => (
          <Button
            key={share}
            size={wide ? 'medium' : 'small'}
            aria-label={`Sell ${share} % of ${symbol}`}
            onClick={() =>
              algorithm !== 'MARKET' || sellAsks(position, share) ? setAsking(share) : sell(share)
            }
          >
            <span>
              {share}
              <span className={share === '100' || wide ? undefined : styles.unit}>{'\u00a0%'}</span>
            </span>
          </Button>
        ))
      )}
      {asking && (
        <Confirm
          title={`Sell ${asking} % of ${symbol}?`}
          onBack={() => setAsking(null)}
          details={<SellReview position={position} share={asking} algorithm={algorithm} />}
          action={
            <Button tone="sell" onClick={() => sell(asking)}>
              Sell {asking} %
            </Button>
          }
        >
          {shareValue(position, asking) === null
            ? 'There is no live price. JARVIS asks for a quote and sells at the best one.'
            : `It brings about ${formatUsd(shareValue(position, asking) ?? '0')} in USDC.`}{' '}
          {asking === '100' ? 'The position is closed.' : 'The rest stays guarded by its plan.'}
          {algorithm !== 'MARKET' &&
            ' What is not sold yet stays guarded: its stop, or you, may sell the rest at once.'}
        </Confirm>
      )}
    </div>
  )
}
