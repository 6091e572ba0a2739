import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { orders, positions, tokens } from '@/drizzle/schema'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { isNoSlice, unspentInput } from './unspent-input'

/** What counts against a user's limits: held positions, and entries accepted and not yet resolved. */
export type Exposure = {
  held: { id: string; mint: string; symbol: string; costRaw: bigint }[]
  /** `positionId`: the position a lot will be added to; null opens a new one. */
  pending: { mint: string; symbol: string; inputRaw: bigint; positionId: string | null }[]
}

const UNRESOLVED = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const

/** `except`: an accepted entry that is being checked again does not count against itself. */
export const userExposure = async (
  tx: Executor,
  userId: number,
  except?: string | undefined,
): Promise<Exposure> => {
  const pending = tx
    .select({
      kind: sql<'pending' | 'held'>`'pending'`.as('kind'),
      mint: orders.tokenMint,
      symbol: tokens.symbol,
      raw: unspentInput(null).as('raw'),
      positionId: orders.positionId,
    })
    .from(orders)
    .innerJoin(tokens, eq(tokens.mint, orders.tokenMint))
    .where(
      and(
        eq(orders.userId, userId),
        eq(orders.side, 'BUY'),
        isNoSlice,
        inArray(orders.status, [...UNRESOLVED]),
        except === undefined ? undefined : ne(orders.id, except),
      ),
    )
  const held = tx
    .select({
      kind: sql<'pending' | 'held'>`'held'`.as('kind'),
      mint: positions.tokenMint,
      symbol: tokens.symbol,
      raw: sql<string>`${positions.costRaw}`.as('raw'),
      positionId: sql<string | null>`${positions.id}`.as('position_id'),
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(and(eq(positions.userId, userId), inArray(positions.status, [...liveStatuses])))
  // One statement sees one moment: a fill that is booked meanwhile counts once, as the one or as the other.
  const rows = await unionAll(pending, held)
  return {
    held: rows.flatMap(({ kind, mint, symbol, raw, positionId }) =>
      kind === 'held' ? [{ id: positionId!, mint, symbol, costRaw: BigInt(raw) }] : [],
    ),
    pending: rows.flatMap(({ kind, mint, symbol, raw, positionId }) =>
      kind === 'pending' ? [{ mint, symbol, inputRaw: BigInt(raw), positionId }] : [],
    ),
  }
}
