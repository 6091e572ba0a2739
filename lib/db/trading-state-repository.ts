import { and, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm'
import { tradingStates } from '@/drizzle/schema'
import type { ScopeState } from '@/lib/domain/trading-state/trading-state'
import type { Executor } from './client'
import { grouped } from './grouped'

type Row = typeof tradingStates.$inferSelect
/** `userId` null is the scope of all users. */
export type StoredScope = ScopeState & { userId: number | null }
export type ScopePair = { global: ScopeState; own: ScopeState }

const fromRow = ({ userId, state, reason, by, since, until, previous }: Row): StoredScope => ({
  userId,
  state,
  reason,
  by,
  since,
  until,
  previous: previous && { ...previous, since: new Date(previous.since) },
})

/** Before anybody ever set it. */
const untouched = (now: Date): ScopeState => ({
  state: 'RUNNING',
  reason: null,
  by: null,
  since: now,
  until: null,
  previous: null,
})

const ofUsers = (userIds: readonly number[]) =>
  or(isNull(tradingStates.userId), inArray(tradingStates.userId, [...new Set(userIds)]))

const pairOf = (rows: readonly Row[], userId: number, now: Date): ScopePair => {
  const global = rows.find((row) => row.userId === null)
  const own = rows.find((row) => row.userId === userId)
  return { global: global ? fromRow(global) : untouched(now), own: own ? fromRow(own) : untouched(now) }
}

/** As stored: ends that have passed still stand in it. */
export const readScopes = grouped<{ userId: number; now: Date }, ScopePair>(async (db, asked) => {
  const rows = await db
    .select()
    .from(tradingStates)
    .where(ofUsers(asked.map(({ userId }) => userId)))
  return asked.map(({ userId, now }) => pairOf(rows, userId, now))
})

/**
 * The same, and neither can be changed until the transaction ends: what is decided on it still holds when
 * it is stored. Taken after the user's lock and before an order's.
 */
export const holdScopes = async (tx: Executor, userId: number, now: Date): Promise<ScopePair> => {
  const held = () =>
    tx
      .select()
      .from(tradingStates)
      .where(ofUsers([userId]))
      .for('share')
  const rows = await held()
  if (rows.length === 2) return pairOf(rows, userId, now)
  // A row that is not there cannot be held.
  await ensureScopes(tx, [null, userId], now)
  return pairOf(await held(), userId, now)
}

/** The same of many users, by their id, without waiting: those that cannot be held at once are left out. */
export const holdScopesAtHand = async (
  tx: Executor,
  userIds: readonly number[],
  now: Date,
): Promise<Map<number, ScopePair>> => {
  const rows = await tx
    .select()
    .from(tradingStates)
    .where(ofUsers(userIds))
    .for('share', { skipLocked: true })
  const held = new Set(rows.map(({ userId }) => userId))
  const complete = held.has(null) ? userIds.filter((userId) => held.has(userId)) : []
  return new Map(complete.map((userId) => [userId, pairOf(rows, userId, now)]))
}

/** Locks one scope for a change. */
export const lockScope = async (tx: Executor, userId: number | null, now: Date): Promise<ScopeState> => {
  const locked = () =>
    tx
      .select()
      .from(tradingStates)
      .where(userId === null ? isNull(tradingStates.userId) : eq(tradingStates.userId, userId))
      .for('no key update')
  const [row] = await locked()
  if (row) return fromRow(row)
  await ensureScopes(tx, [userId], now)
  return fromRow((await locked())[0]!)
}

const ensureScopes = async (tx: Executor, userIds: readonly (number | null)[], now: Date): Promise<void> => {
  await tx
    .insert(tradingStates)
    .values(userIds.map((userId) => ({ userId, state: 'RUNNING' as const, since: now })))
    .onConflictDoNothing()
}

/** Of a locked scope. */
export const writeScope = async (tx: Executor, userId: number | null, scope: ScopeState): Promise<void> => {
  const { state, reason, by, since, until, previous } = scope
  await tx
    .update(tradingStates)
    .set({
      state,
      reason,
      by,
      since,
      until,
      previous: previous && { ...previous, since: previous.since.toISOString() },
    })
    .where(userId === null ? isNull(tradingStates.userId) : eq(tradingStates.userId, userId))
}

/** Every scope that is not simply running. */
export const restrictedScopes = async (db: Executor): Promise<StoredScope[]> =>
  (await db.select().from(tradingStates).where(ne(tradingStates.state, 'RUNNING'))).map(fromRow)

/** Of users whose own state is not simply running. */
export const restrictedUsers = async (db: Executor): Promise<number[]> => {
  const rows = await db
    .select({ userId: tradingStates.userId })
    .from(tradingStates)
    .where(and(isNotNull(tradingStates.userId), ne(tradingStates.state, 'RUNNING')))
  return rows.map((row) => row.userId!)
}
