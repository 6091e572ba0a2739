import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { launches } from '@/drizzle/schema'
import type { LaunchStatus } from '@/lib/domain/launches/launch-status'
import type { Executor } from './client'
import { decodeCursor } from './page-cursor'

export type LaunchRow = typeof launches.$inferSelect
export type NewLaunch = typeof launches.$inferInsert

const SEEN_ANEW = [
  ...['symbol', 'name', 'icon', 'creator', 'dbc_pool', 'twitter', 'website', 'score', 'holders', 'samples'],
  ...[
    'curve_progress_bps',
    'liquidity_usd',
    'peak_liquidity_usd',
    'volume_24h_usd',
    'score_parts',
    'updated_at',
  ],
]

/** Stores what was seen anew of each; when it was first seen, and when it graduated, stay as they are. */
export const storeLaunches = async (db: Executor, rows: readonly NewLaunch[]): Promise<void> => {
  if (rows.length === 0) return
  await db
    .insert(launches)
    .values([...rows])
    .onConflictDoUpdate({
      target: launches.mint,
      set: {
        ...Object.fromEntries(SEEN_ANEW.map((column) => [camel(column), sql.raw(`excluded.${column}`)])),
        // Who wrote down the graduation may have done so after this was read.
        status: sql`case when ${launches.graduatedAt} is null then excluded.status else ${launches.status} end`,
      },
    })
}

const camel = (column: string): string =>
  column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

export const launchesByMint = async (db: Executor, mints: readonly string[]): Promise<LaunchRow[]> =>
  mints.length === 0
    ? []
    : db
        .select()
        .from(launches)
        .where(inArray(launches.mint, [...mints]))

/** How earlier launches of creators went; one has collapsed where a tenth of its best liquidity is left. */
export const creatorRecords = async (db: Executor, creators: readonly string[]) =>
  creators.length === 0
    ? []
    : db
        .select({
          creator: launches.creator,
          launches: sql<number>`count(*)::int`,
          graduated: sql<number>`count(*) filter (where ${launches.status} = 'MIGRATED')::int`,
          collapsed: sql<number>`count(*) filter (where ${launches.liquidityUsd} < ${launches.peakLiquidityUsd} / 10)::int`,
        })
        .from(launches)
        .where(inArray(launches.creator, [...creators]))
        .groupBy(launches.creator)

/** False where it had graduated before, or was never seen. */
export const markGraduated = async (
  db: Executor,
  mint: string,
  dammPool: string,
  at: Date,
): Promise<boolean> => {
  const moved = await db
    .update(launches)
    .set({ status: 'MIGRATED', dammPool, graduatedAt: at, curveProgressBps: 10_000, updatedAt: at })
    .where(and(eq(launches.mint, mint), sql`${launches.graduatedAt} is null`))
    .returning({ id: launches.id })
  return moved.length > 0
}

/** Mints of launches that have not graduated, as far as is known. */
export const ungraduatedMints = async (db: Executor, mints: readonly string[]): Promise<string[]> =>
  (
    await db
      .select({ mint: launches.mint })
      .from(launches)
      .where(and(inArray(launches.mint, [...mints]), sql`${launches.graduatedAt} is null`))
  ).map(({ mint }) => mint)

export type LaunchQuery = {
  status?: readonly LaunchStatus[] | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first. One more than asked for, so that the caller knows whether a next page exists. */
export const listLaunchRows = async (db: Executor, query: LaunchQuery): Promise<LaunchRow[]> => {
  const cursor = query.cursor ? decodeCursor(query.cursor) : null
  return db
    .select()
    .from(launches)
    .where(
      and(
        query.status ? inArray(launches.status, [...query.status]) : undefined,
        cursor
          ? sql`(${launches.firstSeenAt}, ${launches.id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(launches.firstSeenAt), desc(launches.id))
    .limit(query.limit + 1)
}
