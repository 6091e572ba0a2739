import type { PositionView } from '@/lib/contracts/positions'
import { findPosition } from '@/lib/db/position-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { positionView, type PositionViewDeps } from './position-view'

/** Throws `not_found` for another user's position too. */
export const getPosition = async (
  deps: PositionViewDeps,
  ctx: Context,
  id: string,
): Promise<PositionView> => {
  const row = await findPosition(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no position with this id.')
  return positionView(deps, row)
}
