import type { RequestContext, RouteAnswer } from '@/lib/http/route-call'
import { parsePrefer } from '@/lib/http/prefer'
import { AppError } from '@/lib/errors'
import type { OrderView } from '@/lib/contracts/orders'
import { services } from './define-route'

const WAIT = { defaultSeconds: 10, maxSeconds: 60 }

const lastStep = (order: OrderView, fallback: string): string => order.timeline.at(-1)?.detail ?? fallback

/** An order that ended without a fill, as the problem it is. */
const failure = (order: OrderView, headers: Record<string, string>): AppError => {
  const extra = { ...order.denial?.extra, order, headers }
  if (order.status === 'DENIED')
    return new AppError(order.denial?.code ?? 'internal', order.denial?.detail ?? 'The order was denied.', {
      extra: { ...extra, status: 422 },
    })
  const broadcast = order.attempts.length > 0
  return new AppError(
    order.denial?.code ?? 'venue.unavailable',
    order.denial?.detail ??
      lastStep(
        order,
        order.status === 'EXPIRED' ? 'The order expired unfilled.' : 'The order was not filled.',
      ),
    { retry: 'retryable', extra: { ...extra, status: broadcast || order.denial ? 422 : 503 } },
  )
}

const UNFINISHED: ReadonlySet<OrderView['status']> = new Set([
  'RECEIVED',
  'WORKING',
  'UNKNOWN',
  'AWAITING_SIGNATURE',
  'PARTIALLY_FILLED',
])

/**
 * Waits for the order as the caller prefers: 201 with the position when it is filled, 202 while it is
 * still working. Throws AppError for an order that was denied or ended without a fill.
 */
export const answerTrade = async (
  request: Request,
  ctx: RequestContext,
  orderId: string,
): Promise<RouteAnswer> => {
  const prefer = parsePrefer(request.headers.get('prefer'), WAIT)
  const headers: Record<string, string> = {
    vary: 'prefer',
    ...(prefer.applied === null ? {} : { 'preference-applied': prefer.applied }),
  }
  const order = await services().waitForOrder(orderId, prefer.waitMs)
  const location = { ...headers, location: `/api/v1/orders/${order.id}` }
  if (UNFINISHED.has(order.status)) return { status: 202, body: { order }, headers: location }
  if (order.status !== 'FILLED' || order.positionId === null) throw failure(order, headers)
  const position = await services().getPosition(ctx, order.positionId)
  return { status: 201, body: { order, position }, headers: location }
}
