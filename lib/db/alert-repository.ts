import { alerts } from '@/drizzle/schema'
import type { Executor } from './client'

export type NewAlert = typeof alerts.$inferInsert

/** False when the user was warned of this occasion before. */
export const insertAlert = async (db: Executor, alert: NewAlert): Promise<boolean> =>
  (await db.insert(alerts).values(alert).onConflictDoNothing().returning({ id: alerts.id })).length > 0
