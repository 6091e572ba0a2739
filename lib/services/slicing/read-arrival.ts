import type { OrderRow } from '@/lib/db/order-repository'
import type { Arrival } from '@/lib/domain/execution/algorithms/execution-report'
import { DEFAULT_VENUE_POLICY } from '@/lib/domain/execution/rank-bids'
import { slippageFor } from '@/lib/domain/execution/retry-policy'
import { decimalString } from '@/lib/domain/money/decimal'
import { swapSides } from '../execution/execution-context'
import type { ExecutionDeps } from '../execution/execution-deps'
import { orAfter } from '../execution/router/or-after'

/** No slice, of whomever, waits longer for a figure of a report. */
const LONGEST_MS = 2_000

/** The market as it is, and what the whole order would bring at once: one quote of each venue, for the report only. */
export const readArrival = async (
  deps: Pick<ExecutionDeps, 'router' | 'readMarket' | 'now'>,
  order: OrderRow,
): Promise<Arrival> => {
  const request = { ...swapSides(order), inputRaw: order.inputRaw, slippageBps: slippageFor(order) }
  const [market, quoted] = await Promise.all([
    deps.readMarket([order.tokenMint]),
    orAfter(deps.router.quotes(request, DEFAULT_VENUE_POLICY), LONGEST_MS, null),
  ])
  const price = market.get(order.tokenMint)?.priceUsd
  const best = quoted?.ranked[0]
  return {
    at: deps.now().toISOString(),
    priceUsd: price ? decimalString(price) : null,
    market: best
      ? { venue: best.venue, inputRaw: best.inputRaw.toString(), outputRaw: best.outputRaw.toString() }
      : null,
  }
}
