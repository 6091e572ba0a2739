import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { signInChallenges } from '@/drizzle/schema'
import type { Executor } from './client'

export type ChallengeRow = typeof signInChallenges.$inferSelect

/** Stores it and clears away what can no longer be used. */
export const insertChallenge = async (db: Executor, row: ChallengeRow, now: Date): Promise<void> => {
  await db.delete(signInChallenges).where(lt(signInChallenges.expiresAt, now))
  await db.insert(signInChallenges).values(row)
}

/** Uses it up: null when it is unknown, used or expired. Two calls at once get it once. */
export const spendChallenge = async (db: Executor, nonce: string, now: Date): Promise<ChallengeRow | null> =>
  (
    await db
      .update(signInChallenges)
      .set({ usedAt: now })
      .where(
        and(
          eq(signInChallenges.nonce, nonce),
          isNull(signInChallenges.usedAt),
          gt(signInChallenges.expiresAt, now),
        ),
      )
      .returning()
  )[0] ?? null
