import { isNull, or } from 'drizzle-orm'
import { riskLimits } from '@/drizzle/schema'
import type { Executor } from './client'
import { oneOfUsers } from './one-of-users'

export type RiskLimitRow = typeof riskLimits.$inferSelect
export type RiskLimitChange = Partial<Omit<typeof riskLimits.$inferInsert, 'id' | 'userId'>> & {
  updatedAt: Date
}

/** The house's row (no user) and the users', where they exist. */
export const riskLimitRowsOf = async (
  db: Executor,
  userIds: readonly number[],
): Promise<{ house: RiskLimitRow | null; own: ReadonlyMap<number, RiskLimitRow> }> => {
  const rows = await db
    .select()
    .from(riskLimits)
    .where(or(isNull(riskLimits.userId), oneOfUsers(riskLimits.userId, userIds)))
  return {
    house: rows.find((row) => row.userId === null) ?? null,
    own: new Map(rows.flatMap((row) => (row.userId === null ? [] : [[row.userId, row] as const]))),
  }
}

export const riskLimitRows = async (
  db: Executor,
  userId: number,
): Promise<{ house: RiskLimitRow | null; own: RiskLimitRow | null }> => {
  const { house, own } = await riskLimitRowsOf(db, [userId])
  return { house, own: own.get(userId) ?? null }
}

/** Inserts or changes one row; `null` is the house's. */
export const storeRiskLimits = async (
  tx: Executor,
  userId: number | null,
  change: RiskLimitChange,
): Promise<void> => {
  await tx
    .insert(riskLimits)
    .values({ userId, ...change })
    .onConflictDoUpdate({ target: riskLimits.userId, set: change })
}

/** What users decided about their protections; one without a row uses the defaults. */
export const protectionSwitches = async (db: Executor, userIds: readonly number[]) => {
  if (userIds.length === 0) return new Map<number, RiskLimitRow['protections']>()
  const rows = await db
    .select({ userId: riskLimits.userId, protections: riskLimits.protections })
    .from(riskLimits)
    .where(oneOfUsers(riskLimits.userId, userIds))
  return new Map(rows.map((row) => [row.userId!, row.protections]))
}
