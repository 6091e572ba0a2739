import type { Redis } from 'ioredis'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { Database } from '@/lib/db/client'
import { findToken, type TokenRow } from '@/lib/db/token-repository'
import type { LandingWays } from '@/lib/domain/execution/landing-path'
import { decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { TokenDirectory, TokenListing } from '@/lib/ports/market-data'
import type { Context } from '../context'
import { readMintFacts } from '../safety/read-mint-facts'
import { lastSellTest } from '../safety/test-selling'
import { readPools, readPrices, type LivePool, type LivePrice } from '../prices/read-prices'
import { isMintAddress } from './mint-address'
import { requestWatch } from './request-watch'
import { roundTripCost } from './round-trip-cost'
import { storeListings } from './store-listings'
import { toTokenCard } from './token-card'

export type GetTokenCardDeps = {
  db: Database
  redis: Redis
  directory: TokenDirectory
  /** Reads the mint account beside what vendors say; without it the strip shows what was read last. */
  accounts?: AccountReader
  /** What a trade would tip; nothing by default. */
  landingWays?: LandingWays
  logger: Logger
}

const DEFAULT_AMOUNT_USD = '100'
/** The worker refreshes its catalogue every minute; a card asks for itself only where that does not happen. */
const STALE_MS = 60_000
const STALE_WATCHED_MS = 180_000

/**
 * Price, figures of the day, safety strip, and what going in with `amountUsd` and out again would cost. Looking at a
 * token makes it live. Throws `token.unknown`.
 */
export const getTokenCard = async (
  deps: GetTokenCardDeps,
  ctx: Pick<Context, 'now'>,
  input: { mint: string; amountUsd?: string | undefined },
): Promise<TokenCard> => {
  const { mint } = input
  if (!isMintAddress(mint)) throw unknown(mint)
  const [{ token: stored, listing }, market] = await Promise.all([
    described(deps, ctx.now(), mint),
    readMarket(deps, mint),
  ])
  if (!stored) throw unknown(mint)
  const token = await withMintFacts(deps, ctx, stored)
  await requestWatch(deps.redis, mint, ctx.now()).catch(() => {
    deps.logger.warn({ mint }, 'A token could not be put on the watch list: Redis does not answer')
  })
  const amountUsd = decimal(input.amountUsd ?? DEFAULT_AMOUNT_USD)
  return toTokenCard({
    token,
    live: market.prices.get(mint),
    listed: listing?.priceUsd ? { priceUsd: listing.priceUsd, at: token.refreshedAt } : undefined,
    roundTrip: roundTripCost(mint, amountUsd, market, deps.landingWays),
    sellTest: await lastSellTest(deps.redis, mint).catch(() => 'untested' as const),
    now: ctx.now(),
  })
}

/** What somebody can do to a token changes seldom, and matters when it does. */
const MINT_FACTS_MS = 60_000

const withMintFacts = async (
  { db, accounts, logger }: GetTokenCardDeps,
  { now }: Pick<Context, 'now'>,
  token: TokenRow,
): Promise<TokenRow> => {
  const age = now().getTime() - Date.parse(token.mintFacts?.readAt ?? '1970-01-01')
  if (!accounts || age < MINT_FACTS_MS) return token
  try {
    const read = await readMintFacts({ db, accounts, now }, [token.mint])
    return { ...token, mintFacts: read.get(token.mint) ?? token.mintFacts }
  } catch (error) {
    logger.warn({ err: error, mint: token.mint }, 'A mint account could not be read')
    return token
  }
}

const unknown = (mint: string): AppError =>
  new AppError('token.unknown', `No token with the mint ${mint} is known. Check the address.`)

type Market = { prices: ReadonlyMap<string, LivePrice>; pools: ReadonlyMap<string, LivePool> }

const readMarket = async ({ redis, logger }: GetTokenCardDeps, mint: string): Promise<Market> => {
  try {
    const mints = [mint, WSOL_MINT]
    const [prices, pools] = await Promise.all([readPrices(redis, mints), readPools(redis, mints)])
    return { prices, pools }
  } catch (error) {
    logger.warn({ err: error }, 'Live prices could not be read')
    return { prices: new Map(), pools: new Map() }
  }
}

type Described = { token: TokenRow | null; listing?: TokenListing | undefined }

/** The token as stored, refreshed where old; a directory that does not answer leaves what is stored. */
const described = async (
  { db, directory, logger }: GetTokenCardDeps,
  now: Date,
  mint: string,
): Promise<Described> => {
  const token = await findToken(db, mint)
  const age = token ? now.getTime() - token.refreshedAt.getTime() : Infinity
  if (token && age < (token.watched ? STALE_WATCHED_MS : STALE_MS)) return { token }
  try {
    const [listing] = await directory.byMints([mint])
    if (!listing) return { token }
    await storeListings(db, [listing], now)
    return { token: await findToken(db, mint), listing }
  } catch (error) {
    if (!token) throw error
    logger.warn({ err: error, mint }, 'The token directory did not answer; the stored description is shown')
    return { token }
  }
}
