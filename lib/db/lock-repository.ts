import { and, desc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { locks } from '@/drizzle/schema'
import type { ProtectionKind } from '@/lib/domain/risk/protections/protection-kinds'
import type { Executor } from './client'

export type LockRow = typeof locks.$inferSelect
export type NewLock = typeof locks.$inferInsert

const standing = (now: Date) => and(isNull(locks.removedAt), or(isNull(locks.until), gt(locks.until, now)))
const concerns = (userId: number) => or(isNull(locks.userId), eq(locks.userId, userId))

/** Locks in force for a user, the house's included; the one that lasts longest first. */
export const standingLocks = async (db: Executor, userId: number, now: Date): Promise<LockRow[]> =>
  db
    .select()
    .from(locks)
    .where(and(concerns(userId), standing(now)))
    .orderBy(sql`${locks.until} desc nulls first`, desc(locks.createdAt))

/** The lock that keeps a user out of a token, or of all of its deployer, if any. */
export const lockOnEntry = async (
  tx: Executor,
  entry: { userId: number; mint: string; now: Date },
): Promise<LockRow | null> => {
  const deployer = sql`(select deployer from tokens where mint = ${entry.mint})`
  const [row] = await tx
    .select()
    .from(locks)
    .where(
      and(
        concerns(entry.userId),
        standing(entry.now),
        or(isNull(locks.mint), eq(locks.mint, entry.mint)),
        or(isNull(locks.deployer), eq(locks.deployer, deployer)),
      ),
    )
    .orderBy(sql`${locks.until} desc nulls first`)
    .limit(1)
  return row ?? null
}

/** Locks that have ended, newest first. */
export const pastLocks = async (db: Executor, userId: number, now: Date, limit: number): Promise<LockRow[]> =>
  db
    .select()
    .from(locks)
    .where(and(concerns(userId), or(sql`${locks.removedAt} is not null`, lte(locks.until, now))))
    .orderBy(desc(locks.createdAt))
    .limit(limit)

export const lockRowForChange = async (tx: Executor, id: string): Promise<LockRow | null> =>
  (await tx.select().from(locks).where(eq(locks.id, id)).for('no key update'))[0] ?? null

export const removeLockRow = async (
  tx: Executor,
  id: string,
  by: { kind: string; id?: string },
  now: Date,
): Promise<void> => {
  await tx.update(locks).set({ removedAt: now, removedBy: by }).where(eq(locks.id, id))
}

/** Null when this evidence has set a lock before. */
export const insertLock = async (tx: Executor, row: NewLock): Promise<LockRow | null> =>
  (await tx.insert(locks).values(row).onConflictDoNothing().returning())[0] ?? null

/** Puts a lock back in force that the system itself had lifted; one that a person removed stays removed. */
export const reviveLock = async (tx: Executor, row: NewLock): Promise<LockRow | null> =>
  (
    await tx
      .update(locks)
      .set({ removedAt: null, removedBy: null, reason: row.reason, createdAt: row.createdAt })
      .where(
        and(
          row.userId == null ? isNull(locks.userId) : eq(locks.userId, row.userId),
          eq(locks.kind, row.kind),
          row.mint == null ? isNull(locks.mint) : eq(locks.mint, row.mint),
          eq(locks.evidence, row.evidence),
          sql`${locks.removedBy} ->> 'kind' = 'system'`,
        ),
      )
      .returning()
  )[0] ?? null

/** A newer cause of a lock that still stands lengthens it. Null when there is none to lengthen. */
export const extendLock = async (
  tx: Executor,
  lock: Pick<NewLock, 'userId' | 'kind' | 'mint' | 'deployer' | 'evidence' | 'reason'> & { until: Date },
  now: Date,
): Promise<LockRow | null> =>
  (
    await tx
      .update(locks)
      .set({ until: lock.until, evidence: lock.evidence, reason: lock.reason })
      .where(
        and(
          lock.userId == null ? isNull(locks.userId) : eq(locks.userId, lock.userId),
          eq(locks.kind, lock.kind),
          lock.mint == null ? isNull(locks.mint) : eq(locks.mint, lock.mint),
          lock.deployer == null ? isNull(locks.deployer) : eq(locks.deployer, lock.deployer),
          isNull(locks.removedAt),
          gt(locks.until, now),
          sql`${locks.until} < ${lock.until.toISOString()}::timestamptz`,
        ),
      )
      .returning()
  )[0] ?? null

/** Locks without an end that stand for one kind: whoever set them lifts them. */
export const openEndedLocks = async (db: Executor, kind: ProtectionKind): Promise<LockRow[]> =>
  db
    .select()
    .from(locks)
    .where(and(eq(locks.kind, kind), isNull(locks.removedAt), isNull(locks.until)))
