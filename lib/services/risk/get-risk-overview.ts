import type { RiskOverview } from '@/lib/contracts/risk'
import type { Executor } from '@/lib/db/client'
import { reservedLamports } from '@/lib/db/entry-lamports-repository'
import { type Exposure, userExposure } from '@/lib/db/exposure-repository'
import { pastLocks, standingLocks } from '@/lib/db/lock-repository'
import { realizedFigures } from '@/lib/db/realized-repository'
import { findUserById } from '@/lib/db/user-repository'
import { tradingWallet } from '@/lib/db/wallet-repository'
import { decimalString, roundedString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { tokenCorrelation } from '@/lib/domain/risk/correlation'
import { SELL_LAMPORTS, solReserveLamports } from '@/lib/domain/risk/deny-entry'
import { CORRELATED_ABOVE } from '@/lib/domain/risk/limits'
import { startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Balances } from '@/lib/ports/chain'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { dayResult } from './day-result'
import { getRiskLimits } from './get-risk-limits'
import { lockViews } from './lock-view'
import type { ReadReturns } from './return-series'

export type RiskOverviewDeps = {
  db: Executor
  readMarket: ReadMarket
  readReturns: ReadReturns
  balances: (wallet: string) => Promise<Balances>
}

const HISTORY = 20

/** The limits and how much of each is used, with the figures the checks of an entry would use now. */
export const getRiskOverview = async (deps: RiskOverviewDeps, ctx: Context): Promise<RiskOverview> => {
  const { db } = deps
  const now = ctx.now()
  const exposure = await userExposure(db, ctx.userId)
  const mints = [...new Set(exposure.held.map(({ mint }) => mint))]
  const [limits, market, realized, user, standing, past, sol, correlation] = await Promise.all([
    getRiskLimits(deps, ctx),
    deps.readMarket([...new Set([WSOL_MINT, ...mints])]),
    realizedFigures(db, [ctx.userId], startOfUtcDay(now)),
    findUserById(db, ctx.userId),
    standingLocks(db, ctx.userId, now),
    pastLocks(db, ctx.userId, now, HISTORY),
    solOf(deps, ctx.userId, exposure, now),
    correlations(deps, exposure, now),
  ])
  const day = await dayResult(db, { userId: ctx.userId, now, market })
  const reader = { isAdmin: user?.isAdmin ?? false }
  return {
    limits,
    day: {
      pnlUsd: roundedString(day.totalUsd, 6),
      realizedUsd: realized.get(ctx.userId)!.todayUsd,
      unpriced: day.unpriced.length,
      resetsAt: day.resetsAt.toISOString(),
    },
    open: { held: exposure.held.length, pending: exposure.pending.length },
    largest: largestOf(exposure),
    sol,
    correlation,
    locks: await lockViews(db, standing, reader),
    history: await lockViews(db, past, reader),
  }
}

const largestOf = ({ held }: Exposure): RiskOverview['largest'] => {
  const [first, ...others] = held
  if (!first) return null
  const largest = others.reduce((most, other) => (other.costRaw > most.costRaw ? other : most), first)
  return { symbol: largest.symbol, costUsd: decimalString(toUi(largest.costRaw, USDC_DECIMALS)) }
}

/** Null when the wallet cannot be read now: the page shows the rest. */
const solOf = async (
  deps: RiskOverviewDeps,
  userId: number,
  exposure: Exposure,
  now: Date,
): Promise<RiskOverview['sol']> => {
  const wallet = await tradingWallet(deps.db, userId)
  const balances = wallet && (await deps.balances(wallet.address).catch(() => null))
  if (!balances) return null
  const entryLamports = await reservedLamports(deps.db, { walletId: wallet.id }, now)
  const reserve = solReserveLamports(exposure.held.length, exposure.pending.length, entryLamports)
  return {
    balance: decimalString(toUi(balances.lamports, SOL_DECIMALS)),
    reserve: decimalString(toUi(reserve, SOL_DECIMALS)),
    sellsLeft: Number(balances.lamports / SELL_LAMPORTS),
  }
}

const correlations = async (
  deps: RiskOverviewDeps,
  { held }: Exposure,
  now: Date,
): Promise<RiskOverview['correlation']> => {
  const symbolOf = new Map(held.map(({ mint, symbol }) => [mint, symbol]))
  const mints = [...symbolOf.keys()]
  const series = await deps.readReturns(deps.db, mints, now)
  const positions = new Map(mints.map((mint) => [mint, held.filter((one) => one.mint === mint).length]))
  const matrix = mints.map((left) => mints.map((right) => tokenCorrelation(left, right, series)))
  const groups = mints.map((_, row) => {
    const members = mints.filter((_mint, column) => (matrix[row]![column] ?? 0) > CORRELATED_ABOVE)
    return {
      count: members.reduce((sum, mint) => sum + positions.get(mint)!, 0),
      symbols: members.map((mint) => symbolOf.get(mint)!),
    }
  })
  return {
    above: CORRELATED_ABOVE,
    tokens: mints.map((mint) => ({ mint, symbol: symbolOf.get(mint)!, positions: positions.get(mint)! })),
    matrix,
    largest: groups.reduce((most, group) => (group.count > most.count ? group : most), {
      count: 0,
      symbols: [] as string[],
    }),
  }
}
