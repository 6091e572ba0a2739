import { findToken } from '@/lib/db/token-repository'
import type { OrderRow } from '@/lib/db/order-repository'
import { sizeDivisor } from '@/lib/domain/execution/retry-policy'
import { decimal } from '@/lib/domain/money/decimal'
import { leastOutput, toleranceAbove } from '@/lib/domain/orders/limit-price'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import { type Job, swapSides } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/**
 * Has the venue build the swap of an order. For a limit entry its minimum never lets a token cost more than
 * the limit, whatever the tolerance: a wider one is narrowed and asked for anew. null: the venue's price is above it.
 */
export const prepareSwap = async (
  deps: ExecutionDeps,
  { order, wallet }: Job,
  slippageBps: number,
): Promise<PreparedSwap | null> => {
  const prepare = (bps: number) =>
    deps.venue.prepare({
      ...swapSides(order),
      inputRaw: attemptInput(order),
      slippageBps: bps,
      wallet: wallet.address,
      priority: order.side === 'SELL' ? 'exit' : 'entry',
    })
  const prepared = await prepare(slippageBps)
  if (order.side === 'SELL' || order.limitPriceUsd === null) return prepared
  const token = await findToken(deps.db, order.tokenMint)
  const least = leastOutput(order.inputRaw, decimal(order.limitPriceUsd), token!.decimals)
  if (prepared.minOutputRaw >= least) return prepared
  const bps = toleranceAbove(prepared.outputRaw, least)
  if (bps === null) return null
  const narrowed = await prepare(bps)
  return narrowed.minOutputRaw >= least ? narrowed : null
}

/** A sell that keeps failing as a whole is tried in parts. */
const attemptInput = (order: OrderRow): bigint => {
  if (order.side === 'BUY') return order.inputRaw
  const part = order.inputRaw / sizeDivisor(order)
  return part > 0n ? part : order.inputRaw
}
