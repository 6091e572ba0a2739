import { sql } from 'drizzle-orm'
import { reconciliationStatus } from '@/drizzle/schema'
import type { Executor } from './client'

export type ReconciliationStatus = Pick<
  typeof reconciliationStatus.$inferSelect,
  'clean' | 'detail' | 'since'
>

export const readReconciliation = async (db: Executor): Promise<ReconciliationStatus | null> => {
  const { clean, detail, since } = reconciliationStatus
  return (await db.select({ clean, detail, since }).from(reconciliationStatus))[0] ?? null
}

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
