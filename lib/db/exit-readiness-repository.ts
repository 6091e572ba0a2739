import { and, asc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { exitReadiness, positions, tokens, wallets } from '@/drizzle/schema'
import type { Readiness } from '@/lib/domain/exits/exit-readiness'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { TokenBaseline } from '@/lib/domain/tokens/token-changes'
import type { Executor } from './client'

export type ReadinessRow = typeof exitReadiness.$inferSelect

/** A position in somebody's wallet, with what must be known of its token. */
export type HeldPosition = Awaited<ReturnType<typeof heldPositions>>[number]

/** Everything still held, of all users; `readiness` is null until it was looked at. */
export const heldPositions = async (db: Executor) =>
  db
    .select({
      id: positions.id,
      userId: positions.userId,
      status: positions.status,
      amountRaw: positions.amountRaw,
      mint: positions.tokenMint,
      symbol: tokens.symbol,
      decimals: tokens.decimals,
      wallet: wallets.address,
      readiness: exitReadiness,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .innerJoin(wallets, eq(wallets.id, positions.walletId))
    .leftJoin(exitReadiness, eq(exitReadiness.positionId, positions.id))
    .where(inArray(positions.status, [...liveStatuses]))

/** Keeps what is there: the first look makes the baseline. */
export const storeBaseline = async (
  db: Executor,
  positionId: string,
  baseline: TokenBaseline,
): Promise<void> => {
  await db.insert(exitReadiness).values({ positionId, baseline }).onConflictDoNothing()
}

/** Takes the live positions that were not looked at since `dueBefore`, the longest waiting first, until `until`. */
export const claimReadiness = async (
  db: Executor,
  { now, dueBefore, until, limit }: { now: Date; dueBefore: Date; until: Date; limit: number },
): Promise<string[]> => {
  const due = db
    .select({ id: exitReadiness.positionId })
    .from(exitReadiness)
    .innerJoin(positions, eq(positions.id, exitReadiness.positionId))
    .where(
      and(
        inArray(positions.status, [...liveStatuses]),
        or(isNull(exitReadiness.checkedAt), lt(exitReadiness.checkedAt, dueBefore)),
        or(isNull(exitReadiness.claimedUntil), lt(exitReadiness.claimedUntil, now)),
      ),
    )
    .orderBy(sql`${exitReadiness.checkedAt} asc nulls first`, asc(exitReadiness.positionId))
    .limit(limit)
    .for('update', { of: exitReadiness, skipLocked: true })
  const claimed = await db
    .update(exitReadiness)
    .set({ claimedUntil: until })
    .where(inArray(exitReadiness.positionId, due))
    .returning({ id: exitReadiness.positionId })
  return claimed.map(({ id }) => id)
}

export const storeReadiness = async (
  db: Executor,
  positionId: string,
  { level, reasons }: Readiness,
  checkedAt: Date,
): Promise<void> => {
  await db
    .update(exitReadiness)
    .set({ level, reasons, checkedAt, claimedUntil: null })
    .where(eq(exitReadiness.positionId, positionId))
}

/** Asks for a look at once. */
export const hastenReadiness = async (db: Executor, positionId: string): Promise<void> => {
  await db.update(exitReadiness).set({ checkedAt: null }).where(eq(exitReadiness.positionId, positionId))
}

export const readinessOf = async (
  db: Executor,
  positionIds: readonly string[],
): Promise<ReadonlyMap<string, ReadinessRow>> => {
  if (positionIds.length === 0) return new Map()
  const rows = await db
    .select()
    .from(exitReadiness)
    .where(inArray(exitReadiness.positionId, [...positionIds]))
  return new Map(rows.map((row) => [row.positionId, row]))
}
