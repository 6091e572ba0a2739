import type { SellInput } from '@/lib/contracts/trade'
import type { Database, Executor } from '@/lib/db/client'
import { findWorkingSell, insertIdempotencyKey } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { AppError } from '@/lib/errors'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import { beginExit } from '../exits/begin-exit'
import type { ReadMarket } from '../market-view'
import { sliceSell } from './slice-sell'
import { type Idempotency, replayedOrder } from './idempotency'

const ROUTE = 'trade/sell'

export type PlaceSellOrderDeps = {
  db: Database
  readMarket: ReadMarket
  /** In [0, 1). */
  random: () => number
  enqueue: Enqueue
  onEnqueueFailed: (orderId: string, error: unknown) => void
}

/**
 * Sells a share of a position, at once or in slices. While another exit at once is at work its order is the answer:
 * never two sells. A sell of everything at once ends one in slices; it may be the slice under way that becomes it.
 */
export const placeSellOrder = async (
  deps: PlaceSellOrderDeps,
  ctx: Context,
  input: SellInput,
  idempotency: Idempotency,
): Promise<{ orderId: string }> => {
  const market = await marketOf(deps, ctx, input)
  const orderId = await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const replayed = await replayedOrder(tx, ctx.userId, ROUTE, idempotency)
    if (replayed) return replayed
    const position = await findPosition(tx, input.positionId)
    if (position?.userId !== ctx.userId) throw new AppError('not_found', 'There is no position with this id.')
    const sliced =
      input.algorithm === 'MARKET' ? null : await sliceSell(tx, deps, ctx, input, position, market)
    const orderId = sliced ?? (await beginOrJoin(tx, ctx, input))
    await insertIdempotencyKey(tx, {
      userId: ctx.userId,
      route: ROUTE,
      key: idempotency.key,
      bodyHash: idempotency.bodyHash,
      orderId,
      createdAt: ctx.now(),
    })
    return orderId
  })
  await deps
    .enqueue('execute-order', { orderId }, 'exit')
    .catch((error: unknown) => deps.onEnqueueFailed(orderId, error))
  return { orderId }
}

/** Only slices need it: a sale at once does not wait for a price. */
const marketOf = async (deps: PlaceSellOrderDeps, ctx: Context, input: SellInput) => {
  if (input.algorithm === 'MARKET') return undefined
  const position = await findPosition(deps.db, input.positionId)
  if (position?.userId !== ctx.userId) return undefined
  return (await deps.readMarket([position.tokenMint])).get(position.tokenMint)
}

const beginOrJoin = async (tx: Executor, ctx: Context, input: SellInput): Promise<string> => {
  const exit = await beginExit(tx, ctx, {
    positionId: input.positionId,
    reason: 'MANUAL',
    share: { percent: input.percent },
    because: `Sell ${input.percent} % as asked.`,
  })
  if (exit.kind !== 'refused') return exit.orderId
  if (exit.why === 'closing') {
    const working = await findWorkingSell(tx, input.positionId)
    if (working?.parentId && decimal(input.percent).lt(HUNDRED))
      throw new AppError(
        'validation',
        'positionId: a slice of it is being sold this moment. Ask again when that is done, or sell everything (percent 100).',
      )
    if (working) return working.id
  }
  throw new AppError(
    'validation',
    {
      closing: 'positionId: this position is just being closed.',
      closed: 'positionId: this position is already closed.',
      missing: 'positionId: there is no such position.',
      trapped: 'positionId: this token cannot be sold at the moment. JARVIS tries again on every change.',
      nothing_to_sell: 'percent: this share is less than the smallest unit of the token.',
    }[exit.why],
  )
}
