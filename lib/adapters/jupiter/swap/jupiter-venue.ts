import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { errorMessage } from '@/lib/errors'
import type { ExecutionVenue, SwapOrder, SwapRequest, VenueOffer } from '@/lib/ports/execution-venue'
import type { JupiterClient } from '../client'
import { createSwapV1 } from './swap-v1'
import { createSwapV2 } from './swap-v2'
import type { TippingDeps } from './tipped-swap'

export type JupiterVenueOptions = {
  client: JupiterClient
  api: 'v1' | 'v2'
  /** The most that Jupiter may add as priority fee; below it, its own estimate counts. 0.002 SOL by default. */
  maxPriorityFeeLamports?: number
  /** With it, trades that tip are assembled by us. */
  tipping?: TippingDeps
}

const DEFAULT_MAX_PRIORITY_FEE = 2_000_000

/**
 * Jupiter as a venue. A SOL position is held as wrapped SOL, and /swap/v2/order has no documented way not to wrap and
 * unwrap (its OpenAPI description says of output to an account: "does not support destination wSOL token accounts"),
 * so trades of the SOL mint go through /swap/v1 whichever `api` is chosen; their `reference` is null and they are
 * landed by our own sender. So do trades that tip: only of /swap/v1 instructions can we assemble a transaction that
 * says what it tips; where /swap/v1 has no quote for them /swap/v2 is asked. With `api: 'v1'` there is no `land` at all.
 */
export const createJupiterVenue = (options: JupiterVenueOptions): ExecutionVenue => {
  const cap = options.maxPriorityFeeLamports ?? DEFAULT_MAX_PRIORITY_FEE
  const v1 = createSwapV1(options.client, cap, options.tipping)
  if (options.api === 'v1') return { name: 'jupiter', ...v1 }
  const v2 = createSwapV2(options.client, cap)
  const of = (request: SwapRequest) => (tradesSol(request) ? v1 : v2)
  const tipped = async (order: SwapOrder, { logger }: TippingDeps): Promise<VenueOffer> => {
    try {
      return await v1.offer(order, true)
    } catch (error) {
      logger.warn({ reason: errorMessage(error) }, 'A swap is quoted without its tip')
      return v2.offer(order)
    }
  }
  return {
    name: 'jupiter',
    quote: (request) => of(request).quote(request),
    offer: (order) =>
      order.tip && options.tipping && !tradesSol(order)
        ? tipped(order, options.tipping)
        : of(order).offer(order),
    land: v2.land,
  }
}

const tradesSol = ({ inputMint, outputMint }: SwapRequest): boolean =>
  inputMint === WSOL_MINT || outputMint === WSOL_MINT
