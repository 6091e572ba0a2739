import type { LockView } from '@/lib/contracts/risk'
import type { Executor } from '@/lib/db/client'
import type { LockRow } from '@/lib/db/lock-repository'
import { findTokens } from '@/lib/db/token-repository'

export const lockViews = async (
  db: Executor,
  rows: readonly LockRow[],
  reader: { isAdmin: boolean },
): Promise<LockView[]> => {
  const tokens = await findTokens(db, [...new Set(rows.flatMap((row) => row.mint ?? []))])
  const symbolOf = new Map(tokens.map(({ mint, symbol }) => [mint, symbol]))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    scope: row.mint !== null ? 'token' : row.deployer !== null ? 'deployer' : 'all',
    everyone: row.userId === null,
    mint: row.mint,
    symbol: row.mint === null ? null : (symbolOf.get(row.mint) ?? null),
    deployer: row.deployer,
    reason: row.reason,
    until: row.until?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    removedAt: row.removedAt?.toISOString() ?? null,
    removable: row.removedAt === null && (row.userId !== null || reader.isAdmin),
  }))
}
