import type { LaunchView } from '@/lib/contracts/launches'
import type { Executor } from '@/lib/db/client'
import { listLaunchRows, type LaunchQuery, type LaunchRow } from '@/lib/db/launch-repository'
import { encodeCursor } from '@/lib/db/page-cursor'
import { decimal, decimalString, HUNDRED } from '@/lib/domain/money/decimal'
import type { Context } from '../context'

/** The same for everybody: nothing in it belongs to a user. */
export const listLaunches = async (
  { db }: { db: Executor },
  _ctx: Context,
  query: LaunchQuery,
): Promise<{ launches: LaunchView[]; nextCursor: string | null }> => {
  const rows = await listLaunchRows(db, query)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    launches: page.map(launchView),
    nextCursor:
      rows.length > page.length && last ? encodeCursor({ at: last.firstSeenAt, id: last.id }) : null,
  }
}

const launchView = (row: LaunchRow): LaunchView => {
  const { mint, symbol, name, icon, creator, status, liquidityUsd, volume24hUsd, holders, score } = row
  const progress = row.curveProgressBps
  return {
    ...{ mint, symbol, name, icon, creator, status, liquidityUsd, volume24hUsd, holders, score },
    ...{ twitter: row.twitter, website: row.website, scoreParts: row.scoreParts },
    pool: row.dammPool ?? row.dbcPool,
    curveProgressPct: progress === null ? null : decimalString(decimal(BigInt(progress)).div(HUNDRED)),
    firstSeenAt: row.firstSeenAt.toISOString(),
    graduatedAt: row.graduatedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }
}
