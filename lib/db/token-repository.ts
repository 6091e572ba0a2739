import { and, desc, eq, ilike, inArray, notInArray, or, sql } from 'drizzle-orm'
import { positions, tokens } from '@/drizzle/schema'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { StoredMintFacts } from '@/lib/domain/tokens/safety'
import type { Executor } from './client'

export type TokenRow = typeof tokens.$inferSelect
export type NewToken = Omit<typeof tokens.$inferInsert, 'watched' | 'pool' | 'mintFacts'>

const ROWS_A_STATEMENT = 500
const excluded = (column: string) => sql.raw(`excluded.${column}`)
/** A vendor that does not know a figure this time does not erase the one known. */
const excludedOr = (column: string) => sql.raw(`coalesce(excluded.${column}, tokens.${column})`)

/** Inserts or refreshes what a directory says of tokens; `watched` and the pool stay as they are. */
export const storeTokens = async (db: Executor, rows: readonly NewToken[]): Promise<void> => {
  const unique = [...new Map(rows.map((row) => [row.mint, row])).values()]
  // One order for all writers, or two of them deadlock.
  unique.sort((left, right) => (left.mint < right.mint ? -1 : 1))
  for (let start = 0; start < unique.length; start += ROWS_A_STATEMENT)
    await db
      .insert(tokens)
      .values(unique.slice(start, start + ROWS_A_STATEMENT))
      .onConflictDoUpdate({
        target: tokens.mint,
        set: {
          symbol: excluded('symbol'),
          name: excluded('name'),
          icon: excludedOr('icon'),
          verified: excluded('verified'),
          suspicious: excluded('suspicious'),
          mintAuthorityDisabled: excludedOr('mint_authority_disabled'),
          freezeAuthorityDisabled: excludedOr('freeze_authority_disabled'),
          topHoldersPct: excludedOr('top_holders_pct'),
          holders: excludedOr('holders'),
          deployer: excludedOr('deployer'),
          liquidityUsd: excludedOr('liquidity_usd'),
          volume24hUsd: excludedOr('volume_24h_usd'),
          marketCapUsd: excludedOr('market_cap_usd'),
          priceChange24hPct: excludedOr('price_change_24h_pct'),
          mintedAt: excludedOr('minted_at'),
          refreshedAt: excluded('refreshed_at'),
        },
      })
}

export const findTokens = async (db: Executor, mints: readonly string[]): Promise<TokenRow[]> =>
  mints.length === 0
    ? []
    : db
        .select()
        .from(tokens)
        .where(inArray(tokens.mint, [...mints]))

export const findToken = async (db: Executor, mint: string): Promise<TokenRow | null> =>
  (await findTokens(db, [mint]))[0] ?? null

export const findTokensBySymbol = async (db: Executor, symbol: string): Promise<TokenRow[]> =>
  db
    .select()
    .from(tokens)
    .where(eq(sql`upper(${tokens.symbol})`, symbol.toUpperCase()))
    .limit(100)

const byDepth = sql`${tokens.liquidityUsd} desc nulls last`

export const watchedTokens = async (db: Executor): Promise<TokenRow[]> =>
  db.select().from(tokens).where(eq(tokens.watched, true)).orderBy(byDepth, tokens.mint)

/** By mint, or by the beginning of the symbol or any part of the name; exact symbols and verified tokens first. */
export const searchTokenRows = async (db: Executor, query: string, limit: number): Promise<TokenRow[]> => {
  const text = query.replace(/[\\%_]/g, (character) => `\\${character}`)
  return db
    .select()
    .from(tokens)
    .where(or(eq(tokens.mint, query), ilike(tokens.symbol, `${text}%`), ilike(tokens.name, `%${text}%`)))
    .orderBy(
      desc(sql`upper(${tokens.symbol}) = ${query.toUpperCase()}`),
      desc(tokens.verified),
      byDepth,
      tokens.mint,
    )
    .limit(limit)
}

/** Makes exactly these the catalogue. */
export const replaceWatched = async (db: Executor, mints: readonly string[]): Promise<void> => {
  const list = [...mints]
  if (list.length === 0) return
  await db
    .update(tokens)
    .set({ watched: false })
    .where(and(eq(tokens.watched, true), notInArray(tokens.mint, list)))
  await db
    .update(tokens)
    .set({ watched: true })
    .where(and(eq(tokens.watched, false), inArray(tokens.mint, list)))
}

/** Mints of all live positions of all users. */
export const heldMints = async (db: Executor): Promise<string[]> =>
  (
    await db
      .selectDistinct({ mint: positions.tokenMint })
      .from(positions)
      .where(inArray(positions.status, [...liveStatuses]))
  ).map(({ mint }) => mint)

export const storePool = async (db: Executor, mint: string, address: string): Promise<void> => {
  await db.update(tokens).set({ pool: { address } }).where(eq(tokens.mint, mint))
}

/** What the mint accounts say. A token that is not stored yet is left out. */
export const storeMintFacts = async (
  db: Executor,
  facts: ReadonlyMap<string, StoredMintFacts>,
): Promise<void> => {
  for (const [mint, mintFacts] of [...facts].sort(([left], [right]) => (left < right ? -1 : 1)))
    await db.update(tokens).set({ mintFacts }).where(eq(tokens.mint, mint))
}
