import type { Executor } from '@/lib/db/client'
import type { OrderRow } from '@/lib/db/order-repository'
import { slicingsOf } from '@/lib/db/slicing-repository'
import { tooThin } from '@/lib/domain/execution/order-impact'
import { decimal } from '@/lib/domain/money/decimal'
import { poolLiquidity } from '../pool-liquidity'
import type { ReadMarket } from '../market-view'

/** Why a slice is not quoted now: since it was begun its pool has become too thin for it. null: it is not, or the order is no slice. */
export const thinPool = async (
  deps: { db: Executor; readMarket: ReadMarket },
  { side, parentId, tokenMint, amountUsd }: OrderRow,
): Promise<string | null> => {
  if (side !== 'BUY' || parentId === null || amountUsd === null) return null
  const [[slicing], market] = await Promise.all([
    slicingsOf(deps.db, [parentId]),
    deps.readMarket([tokenMint]),
  ])
  return tooThin(decimal(amountUsd), poolLiquidity(market.get(tokenMint)), decimal(slicing!.mostSharePct))
}
