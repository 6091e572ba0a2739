import type { SellInput } from '@/lib/contracts/trade'
import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, findWorkingSell, insertOrder } from '@/lib/db/order-repository'
import { lockPosition, type PositionRow } from '@/lib/db/position-repository'
import { findSlicedSell } from '@/lib/db/sell-repository'
import { insertSlicing } from '@/lib/db/slicing-repository'
import { findToken } from '@/lib/db/token-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { shareOf } from '@/lib/domain/positions/fills'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { MarketView } from '../market-view'
import { poolLiquidity } from '../pool-liquidity'
import { chooseSlices, type SlicingPlan } from './choose-slices'

/** How a sale of so much would be carried out. */
export const planSlicedSell = async (
  tx: Executor,
  { random }: { random: () => number },
  ctx: Pick<Context, 'now'>,
  input: SellInput,
  position: Pick<PositionRow, 'walletId' | 'tokenMint' | 'amountRaw'>,
  market: MarketView | undefined,
): Promise<SlicingPlan> => {
  const inputRaw = shareOf(position.amountRaw, input.percent)
  const token = await findToken(tx, position.tokenMint)
  const wallet = await walletById(tx, position.walletId)
  const liquidity = poolLiquidity(market) ?? token?.liquidityUsd ?? null
  return chooseSlices(tx, {
    ...{ side: 'SELL', input, mint: position.tokenMint, inputRaw, random },
    amountUsd: market && token ? toUi(inputRaw, token.decimals).mul(market.priceUsd) : null,
    liquidityUsd: liquidity === null || typeof liquidity === 'string' ? liquidity : decimalString(liquidity),
    ...{ inOnePiece: wallet?.kind === 'CONNECTED', freeLamports: null },
    now: ctx.now(),
  })
}

/**
 * Begins a sale in slices of an open position and answers with its order. The position stays open and guarded: only its
 * slices are exits. Refused while anything of it is being sold, because two shares asked for at different times are
 * shares of different amounts. null: it is to be sold at once.
 */
export const sliceSell = async (
  tx: Executor,
  deps: { random: () => number },
  ctx: Context,
  input: SellInput,
  { id }: PositionRow,
  market: MarketView | undefined,
): Promise<string | null> => {
  const at = ctx.now()
  const position = await lockPosition(tx, id)
  // Closed or trapped: told as of any sale.
  if (position?.status !== 'OPEN' && position?.status !== 'CLOSING') return null
  const inputRaw = shareOf(position.amountRaw, input.percent)
  if (inputRaw === 0n) return null
  const { algorithm, schedule, words, mostSharePct } = await planSlicedSell(
    ...([tx, deps, ctx, input, position, market] as const),
  )
  if (!schedule) return null
  if (await findSlicedSell(tx, id))
    throw new AppError(
      'validation',
      'positionId: it is being sold in slices already. Cancel that sale first, or sell everything at once (percent 100, algorithm MARKET).',
    )
  if (position.status !== 'OPEN' || (await findWorkingSell(tx, id)))
    throw new AppError(
      'validation',
      'positionId: a part of it is being sold this moment. Ask again when that is done, or sell everything at once (percent 100, algorithm MARKET).',
    )
  const orderId = ctx.newId()
  const { userId, walletId, tokenMint } = position
  await insertOrder(tx, {
    ...{ id: orderId, userId, walletId, tokenMint, side: 'SELL', status: 'WORKING' },
    ...{ algorithm, amountUsd: null, inputRaw, reason: 'MANUAL', positionId: id },
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    createdAt: at,
    updatedAt: at,
  })
  await insertSlicing(tx, orderId, { schedule, mostSharePct }, at)
  await addOrderEvent(tx, orderId, at, 'received', `Sell ${input.percent} % as asked, in slices.`)
  await addOrderEvent(tx, orderId, at, 'sliced', words!)
  await recordAudit(tx, {
    userId,
    actor: ctx.actor,
    action: 'exit.sliced',
    subject: id,
    details: { orderId, algorithm, inputRaw: inputRaw.toString(), slices: schedule.length },
  })
  return orderId
}
