import { sql } from 'drizzle-orm'
import { alerts, users } from '@/drizzle/schema'
import type { Executor } from './client'

export type NewAlert = typeof alerts.$inferInsert

/** False when the user was warned of this occasion before. */
export const insertAlert = async (db: Executor, alert: NewAlert): Promise<boolean> =>
  (await db.insert(alerts).values(alert).onConflictDoNothing().returning({ id: alerts.id })).length > 0

/** The same for every user there is, each with a row of their own. */
export const insertAlertForAll = async (
  db: Executor,
  { level, title, detail, occasion, createdAt }: Omit<NewAlert, 'id' | 'userId' | 'positionId'>,
): Promise<void> => {
  await db.execute(sql`
    insert into ${alerts} (id, user_id, level, title, detail, occasion, created_at)
    select gen_random_uuid(), ${users.id}, ${level}, ${title}, ${detail}, ${occasion}, ${createdAt.toISOString()}::timestamptz
    from ${users} on conflict do nothing`)
}
