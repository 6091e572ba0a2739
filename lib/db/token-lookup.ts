import { inArray } from 'drizzle-orm'
import { tokens } from '@/drizzle/schema'
import type { Executor } from './client'

export type TokenIdentity = { mint: string; symbol: string; decimals: number }

/** Known tokens by mint; one that was never stored is absent. */
export const findTokens = async (
  db: Executor,
  mints: readonly string[],
): Promise<ReadonlyMap<string, TokenIdentity>> => {
  const wanted = [...new Set(mints)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ mint: tokens.mint, symbol: tokens.symbol, decimals: tokens.decimals })
    .from(tokens)
    .where(inArray(tokens.mint, wanted))
  return new Map(rows.map((row) => [row.mint, row]))
}
