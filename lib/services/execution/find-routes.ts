import { findToken } from '@/lib/db/token-repository'
import type { OrderRow } from '@/lib/db/order-repository'
import { sizeDivisor } from '@/lib/domain/execution/retry-policy'
import { decimal } from '@/lib/domain/money/decimal'
import { leastOutput, toleranceAbove } from '@/lib/domain/orders/limit-price'
import { type Job, swapSides } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { type FeeWishDeps, feeWish } from './fee-wish'
import type { Routes } from './router/swap-router'

/**
 * What the venues offer for the swap of an order. For a limit entry an offer's minimum never lets a token cost more
 * than the limit, whatever the tolerance: a wider one is narrowed and asked for anew. null: every price is above it.
 */
export const findRoutes = async (
  deps: Pick<ExecutionDeps, 'router'> & FeeWishDeps,
  job: Job,
  slippageBps: number,
): Promise<Routes | null> => {
  const { router, db } = deps
  const { order, wallet, venuePolicy } = job
  const inputRaw = attemptInput(order)
  const { fee, tip } = await feeWish(deps, job, inputRaw)
  const ask = async (bps: number): Promise<Routes> => {
    const routes = await router.routes({
      ...swapSides(order),
      inputRaw,
      slippageBps: bps,
      wallet: wallet.address,
      priority: order.side === 'SELL' ? 'exit' : 'entry',
      policy: venuePolicy,
      failures: order.failures,
      fee,
      tip,
    })
    if (!fee) return routes
    const told = { tier: fee.tier, lamports: fee.lamports.toString() }
    return { ...routes, receipt: { ...routes.receipt, fee: told } }
  }
  const routes = await ask(slippageBps)
  if (order.side === 'SELL' || order.limitPriceUsd === null) return routes
  const token = await findToken(db, order.tokenMint)
  const least = leastOutput(order.inputRaw, decimal(order.limitPriceUsd), token!.decimals)
  const within = keeping(routes, least)
  if (within) return within
  const most = routes.ranked.reduce((max, { quote }) => (quote.outputRaw > max ? quote.outputRaw : max), 0n)
  const bps = toleranceAbove(most, least)
  return bps === null ? null : keeping(await ask(bps), least)
}

const keeping = (routes: Routes, least: bigint): Routes | null => {
  const kept = routes.ranked.filter(({ quote }) => quote.minOutputRaw >= least)
  return kept.length > 0 ? { ...routes, ranked: kept } : null
}

/** A sell that keeps failing as a whole is tried in parts. */
const attemptInput = (order: OrderRow): bigint => {
  if (order.side === 'BUY') return order.inputRaw
  const part = order.inputRaw / sizeDivisor(order)
  return part > 0n ? part : order.inputRaw
}
