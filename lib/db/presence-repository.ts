import { sql } from 'drizzle-orm'
import { traderPresence } from '@/drizzle/schema'
import type { Executor } from './client'

export const markPresent = async (db: Executor, userId: number): Promise<void> => {
  await db
    .insert(traderPresence)
    .values({ userId })
    .onConflictDoUpdate({ target: traderPresence.userId, set: { seenAt: sql`now()` } })
}

/** A page that is looked at says so every 15 s; after two that did not come the trader counts as gone. */
export const PRESENT_SECONDS = 40

export const isPresent = sql<boolean>`coalesce(${traderPresence.seenAt} > now() - make_interval(secs => ${PRESENT_SECONDS}), false)`
