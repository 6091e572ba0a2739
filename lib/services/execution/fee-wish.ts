import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { type Tip, tipFor } from '@/lib/domain/execution/landing-path'
import { leavesReserve } from '@/lib/domain/execution/tip-room'
import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { type PriorityFee, wishedFee } from '@/lib/domain/execution/priority-fee'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { orAfter } from './router/or-after'

const HOUR_MS = 3_600_000
/** A tip is a convenience: without a price of SOL this fast nobody is tipped. */
const SOL_PRICE_MS = 100
/** Nor where it is not known this soon what the wallet can spare. */
const TIP_ROOM_MS = 250

export type FeeWishDeps = Pick<
  ExecutionDeps,
  | 'db'
  | 'now'
  | 'readMarket'
  | 'feeLevels'
  | 'landingWays'
  | 'roughSolPrice'
  | 'tipRoom'
  | 'tipPatience'
  | 'random'
>

/**
 * What an attempt with so much of the order's input should pay to be taken soon, and whom it tips to land it beside
 * the nodes. Without a `fee` the venue's own estimate counts, within its cap. An order that has failed before tips
 * nobody: the tip may be why.
 */
export const feeWish = async (
  deps: FeeWishDeps,
  { order, wallet }: Job,
  inputRaw: bigint,
): Promise<{ fee: PriorityFee | null; tip: Tip | null }> => {
  const market = (await deps.readMarket([order.tokenMint])).get(order.tokenMint)
  const since = new Date(deps.now().getTime() - HOUR_MS)
  const { sender, jito } = deps.landingWays
  const { tipPatience = 1 } = deps
  const mayTip = (sender || jito) && order.failures === 0
  const solPrice = mayTip ? await orAfter(deps.roughSolPrice(), SOL_PRICE_MS * tipPatience, null) : null
  const dollars = (): Decimal | null => {
    if (order.side === 'BUY') return toUi(inputRaw, USDC_DECIMALS)
    return market?.pool ? toUi(inputRaw, market.pool.baseDecimals).mul(market.priceUsd) : null
  }
  const trade = { side: order.side, usd: dollars() }
  const wouldTip = tipFor(deps.landingWays, trade, solPrice) !== null
  const [levels, spent, room] = await Promise.all([
    deps.feeLevels(market?.pool?.address ?? null),
    priorityFeesPaid(deps.db, { walletId: order.walletId, since }),
    wouldTip ? orAfter(deps.tipRoom(wallet), TIP_ROOM_MS * tipPatience, null) : null,
  ])
  const isSpare = (lamports: bigint): boolean => room !== null && leavesReserve(lamports, room)
  return {
    fee: wishedFee(levels, { ...order, recurring: order.type === 'DCA' }, spent),
    tip: tipFor(deps.landingWays, trade, solPrice, spent, deps.random(), isSpare),
  }
}
