import type { Executor } from '@/lib/db/client'
import { storeTokens } from '@/lib/db/token-repository'
import type { TokenListing } from '@/lib/ports/market-data'

/** Keeps what a directory said of tokens, with the time it said so. */
export const storeListings = async (
  db: Executor,
  listings: readonly TokenListing[],
  now: Date,
): Promise<void> => {
  await storeTokens(
    db,
    listings.map(({ createdAt, priceUsd: _, ...listing }) => ({
      ...listing,
      mintedAt: createdAt,
      refreshedAt: now,
    })),
  )
}
