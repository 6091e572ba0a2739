import { sql } from 'drizzle-orm'
import { reconciliationStatus } from '@/drizzle/schema'
import type { Database, Executor } from './client'

export type ReconciliationStatus = Pick<
  typeof reconciliationStatus.$inferSelect,
  'clean' | 'detail' | 'since'
>

export const readReconciliation = async (db: Executor): Promise<ReconciliationStatus | null> => {
  const { clean, detail, since } = reconciliationStatus
  return (await db.select({ clean, detail, since }).from(reconciliationStatus))[0] ?? null
}

/** A session lock that every worker shares while it vouches for the books; it ends with the process, however it ends. */
export const VOUCH_CLASS = 4_218
export const VOUCH_KEY = 1

/**
 * Closes the gate for everybody, unless a living worker vouches for the books: one that joins it knows less than
 * that one, and must not stop trading. False: it was left as it is.
 */
export const closeUnlessVouched = async (
  db: Database,
  status: Omit<ReconciliationStatus, 'clean'>,
): Promise<boolean> =>
  db.transaction(async (tx) => {
    const [row] = await tx.execute<{ alone: boolean }>(
      sql`select pg_try_advisory_xact_lock(${VOUCH_CLASS}, ${VOUCH_KEY}) as alone`,
    )
    if (row?.alone) await writeReconciliation(tx, { clean: false, ...status })
    return row?.alone === true
  })

export const writeReconciliation = async (db: Executor, status: ReconciliationStatus): Promise<void> => {
  await db
    .insert(reconciliationStatus)
    .values({ id: 1, ...status })
    .onConflictDoUpdate({
      target: reconciliationStatus.id,
      set: {
        clean: sql`excluded.clean`,
        detail: sql`excluded.detail`,
        since: sql`excluded.since`,
      },
    })
}
