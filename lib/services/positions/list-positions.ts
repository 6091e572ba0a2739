import type { PositionView } from '@/lib/contracts/positions'
import { encodeCursor } from '@/lib/db/page-cursor'
import { listPositionRows, type PositionQuery } from '@/lib/db/position-repository'
import type { Context } from '../context'
import { positionViews, type PositionViewDeps } from './position-view'

export const listPositions = async (
  deps: PositionViewDeps,
  ctx: Context,
  input: Omit<PositionQuery, 'userId'>,
): Promise<{ positions: PositionView[]; nextCursor: string | null }> => {
  const rows = await listPositionRows(deps.db, { userId: ctx.userId, ...input })
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    positions: await positionViews(deps, page),
    nextCursor: rows.length > page.length && last ? encodeCursor({ at: last.openedAt, id: last.id }) : null,
  }
}
