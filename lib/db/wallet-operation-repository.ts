import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import { walletOperations } from '@/drizzle/schema'
import {
  operationCanBecome,
  type OperationKind,
  type OperationStatus,
  liveOperationStatuses,
  unfinishedOperationStatuses,
} from '@/lib/domain/wallets/operation-status'
import type { HoldingAt } from '@/lib/domain/wallets/silent-transfer'
import type { Executor } from './client'
import { oneOfIds } from './one-of-ids'
import { decodeCursor } from './page-cursor'

export type OperationRow = typeof walletOperations.$inferSelect
export type NewOperation = typeof walletOperations.$inferInsert

export const insertOperation = async (tx: Executor, row: NewOperation): Promise<void> => {
  await tx.insert(walletOperations).values(row)
}

export const findOperation = async (db: Executor, id: string): Promise<OperationRow | null> =>
  (await db.select().from(walletOperations).where(eq(walletOperations.id, id)))[0] ?? null

export const findOperationByKey = async (
  db: Executor,
  userId: number,
  kind: OperationKind,
  key: string,
): Promise<OperationRow | null> =>
  (
    await db
      .select()
      .from(walletOperations)
      .where(
        and(
          eq(walletOperations.userId, userId),
          eq(walletOperations.kind, kind),
          eq(walletOperations.idempotencyKey, key),
        ),
      )
  )[0] ?? null

/** Compare-and-set along legal edges. False: someone else moved it first. */
export const moveOperation = async (
  tx: Executor,
  id: string,
  from: readonly OperationStatus[],
  to: OperationStatus,
  at: Date,
  change: Partial<NewOperation> & { detail: string },
): Promise<boolean> => {
  const legal = from.filter((status) => operationCanBecome(status, to))
  if (legal.length === 0) throw new Error(`a wallet operation cannot go from ${from.join(' or ')} to ${to}`)
  const moved = await tx
    .update(walletOperations)
    .set({ ...change, status: to, updatedAt: at })
    .where(and(eq(walletOperations.id, id), inArray(walletOperations.status, legal)))
    .returning({ id: walletOperations.id })
  return moved.length === 1
}

const told = (seen: readonly HoldingAt[]): string =>
  JSON.stringify(seen.map(({ slot, amountRaw }) => ({ slot: `${slot}`, amountRaw: `${amountRaw}` })))

/** What nodes held when a transfer first looked as though it had landed. */
export const seenOfDoubt = async (db: Executor, id: string): Promise<HoldingAt[]> =>
  ((await findOperation(db, id))?.doubtedBy ?? []).map(({ slot, amountRaw }) => ({
    slot: BigInt(slot),
    amountRaw: BigInt(amountRaw),
  }))

/**
 * Nodes swear it dead and its wallet does not bear it out. The first doubt stands, and what was `seen` first; what is told may change. `isNews`:
 * this was not told yet. null: it has ended.
 */
export const doubtOperation = async (
  db: Executor,
  id: string,
  at: Date,
  { detail, seen }: { detail: string; seen: readonly HoldingAt[] },
): Promise<{ since: Date; isNews: boolean } | null> => {
  const since = sql`coalesce(${walletOperations.doubtedAt}, ${at.toISOString()}::timestamptz)`
  const [changed] = await db
    .update(walletOperations)
    .set({
      ...{ status: 'UNKNOWN', detail, doubtedAt: since, updatedAt: at },
      ...(seen.length > 0 && {
        doubtedBy: sql`coalesce(${walletOperations.doubtedBy}, ${told(seen)}::jsonb)`,
      }),
    })
    .where(
      and(
        eq(walletOperations.id, id),
        inArray(walletOperations.status, [...liveOperationStatuses]),
        or(isNull(walletOperations.doubtedAt), ne(walletOperations.detail, detail)),
      ),
    )
    .returning({ since: walletOperations.doubtedAt })
  if (changed) return { since: changed.since!, isNews: true }
  const row = await findOperation(db, id)
  const live = row?.doubtedAt && (liveOperationStatuses as readonly string[]).includes(row.status)
  return live ? { since: row.doubtedAt!, isNews: false } : null
}

export const postponeOperation = async (
  tx: Executor,
  id: string,
  notBefore: Date,
  detail: string,
): Promise<void> => {
  await tx
    .update(walletOperations)
    .set({ notBefore, detail })
    .where(and(eq(walletOperations.id, id), eq(walletOperations.status, 'RECEIVED')))
}

/** `createdAt` is the database's own text of it: a date would lose the microseconds. */
export type DueOperation = { id: string; createdAt: string }

/** Those a worker must go on with, oldest first. */
export const dueOperations = async (
  db: Executor,
  at: Date,
  { after, limit }: { after: DueOperation | null; limit: number },
): Promise<DueOperation[]> =>
  db
    .select({ id: walletOperations.id, createdAt: sql<string>`${walletOperations.createdAt}::text` })
    .from(walletOperations)
    .where(
      and(
        inArray(walletOperations.status, [...unfinishedOperationStatuses]),
        or(isNull(walletOperations.notBefore), lte(walletOperations.notBefore, at)),
        after
          ? sql`(${walletOperations.createdAt}, ${walletOperations.id}) > (${after.createdAt}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(walletOperations.createdAt), asc(walletOperations.id))
    .limit(limit)

/** Deposits that were built before `before` and never signed. */
export const unsignedOperations = async (db: Executor, before: Date): Promise<OperationRow[]> =>
  db
    .select()
    .from(walletOperations)
    .where(and(eq(walletOperations.status, 'AWAITING_SIGNATURE'), lte(walletOperations.createdAt, before)))

export type Leaving = { lamports: bigint; tokens: ReadonlyMap<string, bigint> }

/**
 * What accepted operations may still take from each wallet: unfinished ones, and those that landed at or
 * after `since`, because a balance read at that moment may not show them yet. Has an answer for every wallet.
 */
export const leavingByOperations = async (
  tx: Executor,
  walletIds: readonly string[],
  since: Date,
  except?: string,
): Promise<ReadonlyMap<string, Leaving>> => {
  const rows = await tx
    .select({
      walletId: walletOperations.walletId,
      mint: walletOperations.mint,
      sum: sql<string>`sum(${walletOperations.amountRaw})`,
    })
    .from(walletOperations)
    .where(
      and(
        oneOfIds(walletOperations.walletId, walletIds),
        ne(walletOperations.kind, 'RECLAIM'),
        except === undefined ? undefined : ne(walletOperations.id, except),
        or(
          inArray(walletOperations.status, [...unfinishedOperationStatuses]),
          and(eq(walletOperations.status, 'CONFIRMED'), gte(walletOperations.resolvedAt, since)),
        ),
      ),
    )
    .groupBy(walletOperations.walletId, walletOperations.mint)
  return new Map(walletIds.map((id) => [id, leavingOf(rows.filter(({ walletId }) => walletId === id))]))
}

const leavingOf = (sums: readonly { mint: string | null; sum: string }[]): Leaving => ({
  lamports: BigInt(sums.find(({ mint }) => mint === null)?.sum ?? 0),
  tokens: new Map(sums.flatMap(({ mint, sum }) => (mint === null ? [] : [[mint, BigInt(sum)] as const]))),
})

/** Dollars of the user's withdrawals that left, or may still leave or have left, since a moment. */
export const withdrawnUsdSince = async (tx: Executor, userId: number, since: Date): Promise<string> => {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${walletOperations.valueUsd}), 0)::text` })
    .from(walletOperations)
    .where(
      and(
        eq(walletOperations.userId, userId),
        eq(walletOperations.kind, 'WITHDRAWAL'),
        gte(walletOperations.createdAt, since),
        or(
          notInArray(walletOperations.status, ['FAILED', 'EXPIRED', 'REJECTED', 'CANCELLED']),
          and(eq(walletOperations.status, 'EXPIRED'), isNotNull(walletOperations.doubtedAt)),
        ),
      ),
    )
  return row!.sum
}

/** Newest first, one more than asked for. */
export const listOperationRows = async (
  db: Executor,
  query: { userId: number; kinds: readonly OperationKind[]; cursor?: string | undefined; limit: number },
): Promise<OperationRow[]> => {
  const cursor = query.cursor ? decodeCursor(query.cursor) : null
  return db
    .select()
    .from(walletOperations)
    .where(
      and(
        eq(walletOperations.userId, query.userId),
        inArray(walletOperations.kind, [...query.kinds]),
        cursor
          ? sql`(${walletOperations.createdAt}, ${walletOperations.id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(walletOperations.createdAt), desc(walletOperations.id))
    .limit(query.limit + 1)
}
