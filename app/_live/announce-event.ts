import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { queryKeys } from '@/app/_api/query-keys'
import { formatSignedUsd } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import { stateHeadline } from '@/app/_format/trading-state'
import type { OrderView } from '@/lib/contracts/orders'
import type { positionListAnswer, PositionView } from '@/lib/contracts/positions'
import type { AlertEvent, StreamEventData, StreamEventName } from '@/lib/contracts/stream-events'
import { exitDetail, exitTitle } from './exit-words'
import { announce, notices, notify } from './notices'
import { isLivePosition } from './stream-cache'

const knownPosition = (cache: QueryClient, id: string): PositionView | undefined =>
  cache
    .getQueryData<z.infer<typeof positionListAnswer>>(queryKeys.openPositions)
    ?.positions.find((position) => position.id === id)

const onPosition = (cache: QueryClient, position: PositionView): void => {
  const before = knownPosition(cache, position.id)
  if (!before || before.status === position.status) return
  if (!isLivePosition(position)) {
    const title = exitTitle(position)
    notify({ id: position.id, tone: 'exit', title, pnlUsd: position.pnlUsd, detail: exitDetail(position) })
    announce(`${title} ${position.pnlUsd === null ? '' : formatSignedUsd(position.pnlUsd)}`)
    return
  }
  const symbol = plainName(position.token.symbol)
  if (position.status === 'CLOSING') announce(`Selling ${symbol}`)
  if (position.status === 'TRAPPED') {
    notify({
      id: position.id,
      tone: 'crit',
      title: `${symbol} cannot be sold now`,
      detail: position.exitReadiness.reasons[0] ?? 'JARVIS tries again on every change.',
    })
    announce(`${symbol} cannot be sold now`)
  }
}

const onOrder = (cache: QueryClient, order: OrderView): void => {
  const before = cache.getQueryData<OrderView>(queryKeys.order(order.id))
  if (before?.status === order.status) return
  const symbol = plainName(order.token.symbol)
  if (order.side === 'BUY' && order.status === 'FILLED') announce(`Bought ${symbol}`)
  if (order.status === 'AWAITING_SIGNATURE')
    announce(`${order.side === 'BUY' ? 'Buy' : 'Sell'} of ${symbol} is ready to sign`)
  if (order.status === 'UNKNOWN')
    announce(`${order.side === 'BUY' ? 'Buy' : 'Sell'} of ${symbol} sent, not yet proven`)
  if (order.side === 'SELL' && (order.status === 'REJECTED' || order.status === 'EXPIRED')) {
    notify({
      id: order.id,
      tone: 'warn',
      title: `${symbol} not sold yet`,
      detail: order.timeline.at(-1)?.detail || 'The sell did not go through. You still hold it.',
    })
    announce(`${symbol} not sold yet`)
  }
}

const ALERT_TONE = { info: 'info', warn: 'warn', crit: 'crit' } as const

const onAlert = (alert: AlertEvent): void => {
  const told = notices.get().some((notice) => notice.id === alert.positionId || notice.id === alert.orderId)
  if (told && alert.level === 'info') return
  notify({ id: alert.id, tone: ALERT_TONE[alert.level], title: alert.title, detail: alert.detail })
  announce(`${alert.title}. ${alert.detail}`)
}

/** Says what an event means for the trader. Runs before the event is written, to see what was known. */
export const announceEvent = <N extends StreamEventName>(
  cache: QueryClient,
  name: N,
  data: StreamEventData<N>,
): void => {
  if (name === 'position') onPosition(cache, (data as StreamEventData<'position'>).position)
  if (name === 'order') onOrder(cache, (data as StreamEventData<'order'>).order)
  if (name === 'alert') onAlert(data as AlertEvent)
  if (name === 'trading-state') announce(stateHeadline(data as StreamEventData<'trading-state'>))
}
