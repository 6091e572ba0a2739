import type { PositionView } from '@/lib/contracts/positions'
import type { Executor } from '@/lib/db/client'
import { readinessOf, type ReadinessRow } from '@/lib/db/exit-readiness-repository'
import { findTokens } from '@/lib/db/token-repository'
import type { PositionRow } from '@/lib/db/position-repository'
import { type WalletRow, walletsById } from '@/lib/db/wallet-repository'
import { effectiveStop } from '@/lib/domain/exits/evaluate-exit'
import { type Decimal, decimal, decimalString, roundedString, ZERO } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { quoteExactIn } from '@/lib/domain/pools/constant-product'
import { bookFromRow, netPnlUsd, pnlPct } from '@/lib/domain/positions/fills'
import { isPositionTerminal } from '@/lib/domain/positions/position-status'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { rowLevels, rowState } from '../exits/row-plan'
import type { MarketView, ReadMarket } from '../market-view'

export type PositionViewDeps = { db: Executor; readMarket: ReadMarket }

const USD_PLACES = 6

/** Dollars as they are told. */
export const usdText = (value: Decimal): string => roundedString(value, USD_PLACES)

/** What selling all of it now would bring, in dollars; null where no fresh pool state is known. */
export const exitValueUsd = (
  amountRaw: bigint,
  mint: string,
  market: MarketView | undefined,
): Decimal | null =>
  market?.pool && [USDC_MINT, WSOL_MINT].includes(market.pool.quoteMint)
    ? toUi(quoteExactIn(market.pool, mint, amountRaw).outputRaw, market.pool.quoteDecimals).mul(
        market.quoteUsd,
      )
    : null

export type PositionWorth = { exitValue: Decimal | null; pnl: Decimal | null }

/** Dollars that selling it now would bring, and the profit then; null where no fresh pool state is known. */
export const positionWorth = (row: PositionRow, market: MarketView | undefined): PositionWorth => {
  // What cannot be sold is worth nothing, whatever its price says.
  const worthless = isPositionTerminal(row.status) || row.status === 'TRAPPED'
  const exitValue = worthless ? ZERO : exitValueUsd(row.amountRaw, row.tokenMint, market)
  return { exitValue, pnl: netPnlUsd(bookFromRow(row), exitValue) }
}

export const positionViews = async (
  deps: PositionViewDeps,
  rows: readonly PositionRow[],
): Promise<PositionView[]> => {
  const mints = [...new Set(rows.map((row) => row.tokenMint))]
  if (mints.length === 0) return []
  const [known, market, readiness, wallets] = await Promise.all([
    findTokens(deps.db, mints),
    deps.readMarket(mints),
    readinessOf(
      deps.db,
      rows.map(({ id }) => id),
    ),
    walletsById(deps.db, [...new Set(rows.map((row) => row.walletId))]),
  ])
  const tokenOf = new Map(known.map((token) => [token.mint, token]))
  const walletOf = new Map(wallets.map((wallet) => [wallet.id, wallet]))
  return rows.map((row) => ({
    ...viewOf(row, tokenOf.get(row.tokenMint)!, market.get(row.tokenMint), readiness.get(row.id)),
    wallet: holder(walletOf.get(row.walletId)!),
  }))
}

export const positionView = async (deps: PositionViewDeps, row: PositionRow): Promise<PositionView> =>
  (await positionViews(deps, [row]))[0]!

const holder = ({ kind, address }: WalletRow): PositionView['wallet'] => ({ kind, address })

const viewOf = (
  row: PositionRow,
  token: { mint: string; symbol: string; decimals: number },
  market: MarketView | undefined,
  found: ReadinessRow | undefined,
): Omit<PositionView, 'wallet'> => {
  const amount = toUi(row.amountRaw, token.decimals)
  const entry = decimal(row.entryPriceUsd)
  const levels = rowLevels(row, token.decimals)
  const stop = effectiveStop(levels, rowState(row))
  const ended = isPositionTerminal(row.status)
  const { exitValue, pnl } = positionWorth(row, market)
  const percent = pnlPct(bookFromRow(row), pnl)
  const usd = (value: Decimal | null) => (value === null ? null : usdText(value))
  return {
    id: row.id,
    token: { mint: token.mint, symbol: token.symbol, decimals: token.decimals },
    status: row.status,
    amount: decimalString(amount),
    amountRaw: row.amountRaw.toString(),
    entryPriceUsd: decimalString(entry.toSignificantDigits(18)),
    currentPriceUsd: market ? decimalString(market.priceUsd.toSignificantDigits(18)) : null,
    priceAt: market ? market.at.toISOString() : null,
    valueUsd: ended ? '0' : usd(market ? amount.mul(market.priceUsd) : null),
    exitValueUsd: usd(exitValue),
    costRaw: row.costRaw.toString(),
    proceedsRaw: row.proceedsRaw.toString(),
    feesLamports: row.feesLamports.toString(),
    pnlUsd: usd(pnl),
    pnlPct: percent === null ? null : roundedString(percent, 4),
    takeProfitPct: row.takeProfitPct,
    stopLossPct: row.stopLossPct,
    takeProfitPriceUsd: decimalString(levels.takeProfit.toSignificantDigits(18)),
    stopLossPriceUsd: decimalString(levels.stopLoss.toSignificantDigits(18)),
    trailingStopPct: row.trailingStopPct,
    trailingActivationPct: row.trailingActivationPct,
    breakEvenAtPct: row.breakEvenAtPct,
    ladder: row.ladder,
    ladderDone: row.ladderDone,
    timeStopAt: row.timeStopAt?.toISOString() ?? null,
    effectiveStopPriceUsd: decimalString(stop.price.toSignificantDigits(18)),
    effectiveStop: stop.rule,
    trappedReason: row.trappedReason,
    exitReason: row.exitReason,
    exitReadiness: readiness(row, found, exitValue),
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}

/** Looked at this long ago it says nothing any more. */
const READINESS_MS = 120_000

const readiness = (
  row: PositionRow,
  found: ReadinessRow | undefined,
  exitValue: Decimal | null,
): PositionView['exitReadiness'] => {
  if (isPositionTerminal(row.status)) return { level: 'unknown', reasons: [] }
  const known = found?.checkedAt && Date.now() - found.checkedAt.getTime() <= READINESS_MS ? found : null
  if (row.status === 'TRAPPED')
    return {
      level: 'trapped',
      reasons: known?.reasons.length
        ? known.reasons
        : [row.trappedReason ?? 'It cannot be sold at the moment.'],
    }
  if (exitValue === null && (!known || known.level === 'clear'))
    return { level: 'warning', reasons: ['No fresh price: exits wait for a live quote.'] }
  return known ? { level: known.level, reasons: known.reasons } : { level: 'unknown', reasons: [] }
}
