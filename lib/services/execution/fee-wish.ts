import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { type Tip, tipFor } from '@/lib/domain/execution/landing-path'
import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { type PriorityFee, wishedFee } from '@/lib/domain/execution/priority-fee'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { orAfter } from './router/or-after'

const HOUR_MS = 3_600_000
/** A tip is a convenience: without a price of SOL this fast nobody is tipped. */
const SOL_PRICE_MS = 100

export type FeeWishDeps = Pick<
  ExecutionDeps,
  'db' | 'now' | 'readMarket' | 'feeLevels' | 'landingWays' | 'roughSolPrice' | 'random'
>

/**
 * What an attempt with so much of the order's input should pay to be taken soon, and whom it tips to land it beside
 * the nodes. Without a `fee` the venue's own estimate counts, within its cap.
 */
export const feeWish = async (
  deps: FeeWishDeps,
  { order }: Job,
  inputRaw: bigint,
): Promise<{ fee: PriorityFee | null; tip: Tip | null }> => {
  const market = (await deps.readMarket([order.tokenMint])).get(order.tokenMint)
  const since = new Date(deps.now().getTime() - HOUR_MS)
  const { sender, jito } = deps.landingWays
  const [levels, spent, solPrice] = await Promise.all([
    deps.feeLevels(market?.pool?.address ?? null),
    priorityFeesPaid(deps.db, { walletId: order.walletId, since }),
    sender || jito ? orAfter(deps.roughSolPrice(), SOL_PRICE_MS, null) : null,
  ])
  const usd = (): Decimal | null => {
    if (order.side === 'BUY') return toUi(inputRaw, USDC_DECIMALS)
    return market?.pool ? toUi(inputRaw, market.pool.baseDecimals).mul(market.priceUsd) : null
  }
  return {
    fee: wishedFee(levels, { ...order, recurring: order.type === 'DCA' }, spent),
    tip: tipFor(deps.landingWays, { side: order.side, usd: usd() }, solPrice, spent, deps.random()),
  }
}
