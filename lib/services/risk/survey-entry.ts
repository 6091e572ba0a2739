import type { Executor } from '@/lib/db/client'
import { userExposure } from '@/lib/db/exposure-repository'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Balances, ChainReader } from '@/lib/ports/chain'
import type { MarketView, ReadMarket } from '../market-view'
import type { ReadReturns } from './return-series'

/** A node may show a fill a little after we booked it, so entries filled this shortly before the balance was read count as unspent. */
const BALANCE_LAG_MS = 2_000

export type SurveyDeps = {
  db: Executor
  chain: Pick<ChainReader, 'balances'>
  readMarket: ReadMarket
  readReturns: ReadReturns
}

/** What an entry's checks need from outside the database. */
export type Survey = {
  balances: Balances
  balancesAsOf: Date
  market: ReadonlyMap<string, MarketView>
}

/**
 * Reads the wallet, live prices of what is held and the returns the correlation will ask for, before the
 * transaction that decides: nobody holds the user's lock while a node is slow. Throws what the chain throws.
 */
export const surveyEntry = async (
  deps: SurveyDeps,
  entry: { userId: number; wallet: string; mint: string; now: Date },
): Promise<Survey> => {
  const balancesAsOf = new Date(entry.now.getTime() - BALANCE_LAG_MS)
  const { held, pending } = await userExposure(deps.db, entry.userId)
  const mints = [...new Set([WSOL_MINT, entry.mint, ...[...held, ...pending].map(({ mint }) => mint)])]
  const [balances, market] = await Promise.all([
    deps.chain.balances(entry.wallet),
    deps.readMarket(mints),
    deps.readReturns(deps.db, mints, entry.now),
  ])
  return { balances, balancesAsOf, market }
}
