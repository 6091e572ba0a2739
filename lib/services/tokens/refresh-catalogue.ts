import type { Database } from '@/lib/db/client'
import { heldMints, replaceWatched, watchedTokens } from '@/lib/db/token-repository'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Logger } from '@/lib/observability/logger'
import type { TokenDirectory } from '@/lib/ports/market-data'
import { storeListings } from './store-listings'

export type RefreshCatalogueDeps = {
  db: Database
  directory: TokenDirectory
  now: () => Date
  logger: Logger
}

const CATALOGUE_SIZE = 50

/**
 * Describes the most traded tokens, SOL and all held tokens anew, and makes the first two the catalogue. Returns the
 * mints that need a live price. Without the directory the catalogue stays as it was.
 */
export const refreshCatalogue = async ({
  db,
  directory,
  now,
  logger,
}: RefreshCatalogueDeps): Promise<string[]> => {
  const held = await heldMints(db)
  try {
    const top = (await directory.topTraded(CATALOGUE_SIZE)).filter(({ mint }) => mint !== USDC_MINT)
    const listed = new Set(top.map(({ mint }) => mint))
    const others = [...new Set([WSOL_MINT, ...held])].filter((mint) => !listed.has(mint))
    const described = await directory.byMints(others)
    await storeListings(db, [...top, ...described], now())
    await replaceWatched(db, [WSOL_MINT, ...listed])
  } catch (error) {
    logger.warn({ err: error }, 'The token catalogue could not be refreshed; the last one stays')
  }
  const catalogue = (await watchedTokens(db)).map(({ mint }) => mint)
  return [...new Set([...catalogue, ...held])]
}
