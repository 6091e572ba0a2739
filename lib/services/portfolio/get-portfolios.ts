import { setImmediate as otherWork } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { Executor } from '@/lib/db/client'
import { positionsByStatus } from '@/lib/db/position-repository'
import { realizedFigures, realizedOfLivePositions } from '@/lib/db/realized-repository'
import { reservedOfPayers } from '@/lib/db/reserved-repository'
import { tradingWallets, type WalletRow } from '@/lib/db/wallet-repository'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import { startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Balances } from '@/lib/ports/chain'
import type { ReadMarket } from '../market-view'
import { dayResults } from '../risk/day-result'
import { effectiveLimitsOf } from '../risk/effective-limits'
import { portfolioView } from './portfolio-view'

export type GetPortfoliosDeps = {
  db: Executor
  readMarket: ReadMarket
  balances: (wallet: string) => Promise<Balances>
}

export type PortfolioOutcome = PromiseSettledResult<PortfolioView>

/** Each is a request to a node, whose budget sells need too. */
const BALANCES_AT_ONCE = 8

/**
 * What many accounts are worth, in one round of statements however many they are: one outcome for each user, in their
 * order. An account without a trading wallet, or whose balance cannot be read, is rejected by itself. Throws where the
 * database cannot be read, which all share.
 */
export const getPortfolios = async (
  deps: GetPortfoliosDeps,
  userIds: readonly number[],
  now: Date,
): Promise<PortfolioOutcome[]> => {
  const walletOf = new Map((await tradingWallets(deps.db, userIds)).map((row) => [row.userId, row]))
  const wallets = [...walletOf.values()]
  // Balances before books and prices: those are asked at once and must not grow old while a node is waited for.
  const balances = await readBalances(deps, wallets)
  const factsOf = await readBooks(deps, wallets, now)
  const viewOf = async (userId: number): Promise<PortfolioView> => {
    const wallet = walletOf.get(userId)
    if (!wallet) throw new AppError('not_found', 'This account has no trading wallet yet.')
    const read = balances.get(userId)!
    if (read.status === 'rejected') throw read.reason
    return portfolioView({ ...factsOf(wallet), balances: read.value })
  }
  const outcomes: PortfolioOutcome[] = []
  for (const userId of userIds) {
    // A hundred accounts reckoned at a stretch would hold up the prices and sells of this process.
    if (outcomes.length > 0) await otherWork()
    outcomes.push(...(await Promise.allSettled([viewOf(userId)])))
  }
  return outcomes
}

const readBalances = async (
  deps: GetPortfoliosDeps,
  wallets: readonly WalletRow[],
): Promise<ReadonlyMap<number, PromiseSettledResult<Balances>>> => {
  const queue = new PQueue({ concurrency: BALANCES_AT_ONCE })
  const read = await Promise.allSettled(wallets.map(({ address }) => queue.add(() => deps.balances(address))))
  return new Map(wallets.map(({ userId }, place) => [userId, read[place]!]))
}

/** Everything but the balances. */
const readBooks = async (deps: GetPortfoliosDeps, wallets: readonly WalletRow[], now: Date) => {
  const userIds = wallets.map(({ userId }) => userId)
  const payers = wallets.map(({ id, userId }) => ({ userId, walletId: id }))
  const [rows, realized, soldOfLive, limits, reserved] = await Promise.all([
    positionsByStatus(deps.db, userIds, liveStatuses),
    realizedFigures(deps.db, userIds, startOfUtcDay(now)),
    realizedOfLivePositions(deps.db, userIds),
    effectiveLimitsOf(deps.db, userIds),
    reservedOfPayers(deps.db, payers, now),
  ])
  const market = await deps.readMarket([...new Set([WSOL_MINT, ...rows.map((row) => row.tokenMint)])])
  const dayOf = await dayResults(deps.db, { userIds, now, market })
  return ({ userId, id, address }: WalletRow) => ({
    walletAddress: address,
    rows: rows.filter((row) => row.userId === userId),
    realized: realized.get(userId)!,
    soldOfLive,
    limits: limits.get(userId)!,
    reservedUsdcRaw: reserved.get(id)!.usdcRaw,
    day: dayOf(userId),
    market,
  })
}
