import type { Redis } from 'ioredis'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { Database } from '@/lib/db/client'
import { findTokens, searchTokenRows, watchedTokens, type TokenRow } from '@/lib/db/token-repository'
import { normalSymbol } from '@/lib/domain/tokens/pick-by-symbol'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Logger } from '@/lib/observability/logger'
import type { TokenDirectory, TokenListing } from '@/lib/ports/market-data'
import type { Context } from '../context'
import { readPrices, type LivePrice } from '../prices/read-prices'
import { storeListings } from './store-listings'
import { toTokenCard } from './token-card'

export type SearchTokensDeps = {
  db: Database
  redis: Redis
  directory: TokenDirectory
  logger: Logger
}

const MAX_FOUND = 30

/**
 * Without a query the catalogue, SOL first, then the most liquid. With one, what the database and the directory find
 * by mint, symbol or name; exact symbols and verified tokens first. A directory that does not answer leaves the
 * database's findings; a Redis that does not answer leaves tokens unpriced.
 */
export const searchTokens = async (
  deps: SearchTokensDeps,
  ctx: Pick<Context, 'now'>,
  input: { query?: string | undefined },
): Promise<{ tokens: TokenCard[] }> => {
  const query = input.query?.trim().replace(/^\$/, '') ?? ''
  const { rows, listings } = query ? await search(deps, ctx.now(), query) : await catalogue(deps)
  const live = await livePrices(deps, rows)
  const now = ctx.now()
  const tokens = rows.map((token) => {
    const priceUsd = listings.get(token.mint)?.priceUsd
    return toTokenCard({
      token,
      live: live.get(token.mint),
      listed: priceUsd ? { priceUsd, at: token.refreshedAt } : undefined,
      now,
    })
  })
  return { tokens }
}

type Found = { rows: TokenRow[]; listings: ReadonlyMap<string, TokenListing> }

const catalogue = async ({ db }: SearchTokensDeps): Promise<Found> => {
  const rows = await watchedTokens(db)
  rows.sort((left, right) => Number(right.mint === WSOL_MINT) - Number(left.mint === WSOL_MINT))
  return { rows, listings: new Map() }
}

const search = async (
  { db, directory, logger }: SearchTokensDeps,
  now: Date,
  query: string,
): Promise<Found> => {
  const [known, listed] = await Promise.all([
    searchTokenRows(db, query, MAX_FOUND),
    directory.search(query).catch((error: unknown) => {
      logger.warn({ err: error }, 'The token directory did not answer a search')
      return []
    }),
  ])
  await storeListings(db, listed, now)
  const mints = [...new Set([...listed, ...known].map(({ mint }) => mint))]
  const rows = new Map((await findTokens(db, mints)).map((row) => [row.mint, row]))
  const found = mints.flatMap((mint) => rows.get(mint) ?? [])
  const rank = (token: TokenRow): number =>
    Number(normalSymbol(token.symbol) === normalSymbol(query)) * 2 + Number(token.verified)
  found.sort((left, right) => rank(right) - rank(left))
  return {
    rows: found.slice(0, MAX_FOUND),
    listings: new Map(listed.map((listing) => [listing.mint, listing])),
  }
}

const livePrices = async (
  { redis, logger }: SearchTokensDeps,
  rows: readonly TokenRow[],
): Promise<ReadonlyMap<string, LivePrice>> =>
  readPrices(
    redis,
    rows.map(({ mint }) => mint),
  ).catch((error: unknown) => {
    logger.warn({ err: error }, 'Live prices could not be read')
    return new Map()
  })
