import { and, eq, inArray, ne } from 'drizzle-orm'
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
  // Orders first: a fill that is booked between the two reads counts twice, never not at all.
  const pending = await tx
    .select({
      mint: orders.tokenMint,
      symbol: tokens.symbol,
      inputRaw: unspentInput(null),
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
  const held = await tx
    .select({
      id: positions.id,
      mint: positions.tokenMint,
      symbol: tokens.symbol,
      costRaw: positions.costRaw,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(and(eq(positions.userId, userId), inArray(positions.status, [...liveStatuses])))
  return { held, pending: pending.map((row) => ({ ...row, inputRaw: BigInt(row.inputRaw) })) }
}
