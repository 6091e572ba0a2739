import { and, eq, inArray, sql, notExists } from 'drizzle-orm'
import { users, wallets } from '@/drizzle/schema'
import type { Executor } from './client'

export type UserRow = typeof users.$inferSelect
export type NewUser = { email: string; passwordHash: string; displayName: string; isAdmin: boolean }

/** E-mail addresses are the same whatever their case. */
export const findUserByEmail = async (db: Executor, email: string): Promise<UserRow | null> => {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
  return row ?? null
}

export const findUserById = async (db: Executor, id: number): Promise<UserRow | null> => {
  const [row] = await db.select().from(users).where(eq(users.id, id))
  return row ?? null
}

/** The current session version of each user that exists. */
export const findSessionVersions = async (
  db: Executor,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: users.id, version: users.sessionVersion })
    .from(users)
    .where(inArray(users.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row.version]))
}

/** The new user's id, or null when the address is taken. */
export const insertUser = async (db: Executor, user: NewUser): Promise<number | null> => {
  const [row] = await db.insert(users).values(user).onConflictDoNothing().returning({ id: users.id })
  return row?.id ?? null
}

/** Of somebody who signs in with a wallet only. */
export const insertWalletUser = async (tx: Executor, displayName: string): Promise<number> => {
  const [row] = await tx.insert(users).values({ displayName }).returning({ id: users.id })
  return row!.id
}

/** Users whose trading wallet is still to be made. */
export const usersWithoutTradingWallet = async (db: Executor, limit: number): Promise<number[]> => {
  const own = and(eq(wallets.userId, users.id), eq(wallets.kind, 'TRADING'))
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      notExists(
        db
          .select({ one: sql`1` })
          .from(wallets)
          .where(own),
      ),
    )
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Every token and stream of the user stops working. */
export const raiseSessionVersion = async (db: Executor, userId: number): Promise<void> => {
  await db
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId))
}

/** Compare-and-set: false when the password was changed in the meantime. */
export const replacePasswordHash = async (
  db: Executor,
  userId: number,
  from: string,
  to: string,
): Promise<boolean> => {
  const changed = await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, userId), eq(users.passwordHash, from)))
    .returning({ id: users.id })
  return changed.length === 1
}
