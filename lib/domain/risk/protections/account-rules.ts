import { type Decimal, decimal, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import { nextUtcDay, utcDate } from '../utc-day'
import type { RiskEvent, Trigger } from './trigger'
import { inDollars } from '@/lib/domain/money/in-words'

const DAY_MS = 86_400_000
const MAX_DRAWDOWN_PCT = decimal('15')
const CONCENTRATED_PCT = decimal('50')
const SLIPPED_BPS = 300n
const FEE_BURN = { windowMs: 3_600_000, lockMs: 3_600_000, lamports: 20_000_000n, pct: decimal('2') }
const LOW_PROFIT = { trades: 3, lockMs: 2 * 3_600_000 }

export type EquityPoint = { time: Date; equityUsd: Decimal; pnlUsd: Decimal }

/** Below this there is nothing to lose, and one fee would look like a fall. */
const LEAST_BASE_USD = decimal('10')
const ONE = decimal('1')

/**
 * How far the account has fallen from its highest point of the last 24 hours, in percent, deposits and withdrawals
 * left out: the value of one unit of it, as a fund reckons (time-weighted return). Between two points the unit
 * moves by the profit made over the money that was there at the first. Money that came in meanwhile does not count
 * before the second, so a deposit right after a loss does not hide it. Null without two points.
 */
export const drawdownPct = (points: readonly EquityPoint[], now: Date): Decimal | null => {
  const recent = points
    .filter(({ time }) => time <= now && now.getTime() - time.getTime() <= DAY_MS)
    .toSorted((left, right) => left.time.getTime() - right.time.getTime())
  if (recent.length < 2) return null
  let [unit, peak] = [ONE, ONE]
  for (const [index, point] of recent.entries()) {
    const before = recent[index - 1]
    if (!before) continue
    unit = unit.mul(growth(before, point))
    if (unit.gt(peak)) peak = unit
  }
  return ONE.minus(unit.div(peak)).mul(100)
}

const growth = (before: EquityPoint, after: EquityPoint): Decimal => {
  const made = after.pnlUsd.minus(before.pnlUsd)
  const cameIn = after.equityUsd.minus(before.equityUsd).minus(made)
  // More was lost than there was: what came in was at risk too.
  const wasThere = before.equityUsd.gte(LEAST_BASE_USD) && before.equityUsd.gte(made.neg())
  const base = wasThere || cameIn.lte(0) ? before.equityUsd : before.equityUsd.plus(cameIn)
  if (base.lt(LEAST_BASE_USD)) return ONE
  const factor = ONE.plus(made.div(base))
  return factor.gt(0) ? factor : ZERO
}

/** Once a day: a lock its owner removed does not come back before the next UTC day. */
export const maxDrawdown = (points: readonly EquityPoint[], now: Date): Trigger | null => {
  const fallen = drawdownPct(points, now)
  if (!fallen || fallen.lt(MAX_DRAWDOWN_PCT)) return null
  return {
    evidence: utcDate(now),
    reason: `The account has fallen ${fallen.toFixed(1)} % from its peak of the last 24 hours (limit ${MAX_DRAWDOWN_PCT.toFixed()} %).`,
    until: nextUtcDay(now),
  }
}

/** Tokens that make up half of the account or more. Lifted when they no longer do. */
export const concentration = (
  values: ReadonlyMap<string, Decimal>,
  equityUsd: Decimal,
  now: Date,
): ReadonlyMap<string, Trigger> => {
  const found = new Map<string, Trigger>()
  if (equityUsd.lte(0)) return found
  for (const [mint, value] of values) {
    const share = value.div(equityUsd).mul(100)
    if (share.gte(CONCENTRATED_PCT))
      found.set(mint, {
        evidence: utcDate(now),
        reason: `This token is ${share.toFixed(0)} % of your account.`,
        until: null,
      })
  }
  return found
}

/** Whether a fill came in at least 300 bps below what was quoted; base units of what was received. */
export const slipped = (quotedRaw: bigint, receivedRaw: bigint): boolean =>
  quotedRaw > 0n && (quotedRaw - receivedRaw) * 10_000n >= quotedRaw * SLIPPED_BPS

/** A landed transaction, failed ones included: what it cost the chain (network, priority, tip) and what it traded. */
export type Landing = RiskEvent & { feeLamports: bigint; volumeUsd: Decimal }

/**
 * Fees that eat the money: within an hour at least 0.02 SOL, and 2 % of what was traded. Rent does not count, it
 * comes back. Null while no price of SOL is known.
 */
export const feeBurn = (
  landings: readonly Landing[],
  solPriceUsd: Decimal | null,
  now: Date,
): Trigger | null => {
  const recent = landings.filter(({ at }) => at <= now && now.getTime() - at.getTime() < FEE_BURN.windowMs)
  const lamports = recent.reduce((sum, { feeLamports }) => sum + feeLamports, 0n)
  if (solPriceUsd === null || lamports < FEE_BURN.lamports) return null
  const traded = recent.reduce((sum, { volumeUsd }) => sum.plus(volumeUsd), ZERO)
  const burnt = toUi(lamports, SOL_DECIMALS)
  const usd = burnt.mul(solPriceUsd)
  if (usd.mul(100).lt(traded.mul(FEE_BURN.pct))) return null
  const newest = recent.reduce((last, event) => (event.at > last.at ? event : last))
  return {
    evidence: newest.id,
    reason: `Fees of ${burnt.toFixed(4)} SOL (${inDollars(usd)}) were paid within 60 minutes to trade ${inDollars(traded)}.`,
    until: new Date(newest.at.getTime() + FEE_BURN.lockMs),
  }
}

/** A token whose closed positions of the last day lost money together, after at least three of them. */
export const lowProfit = (
  closed: readonly (RiskEvent & { netUsd: Decimal })[],
  now: Date,
): Trigger | null => {
  const recent = closed.filter(({ at }) => at <= now && now.getTime() - at.getTime() < DAY_MS)
  const net = recent.reduce((sum, { netUsd }) => sum.plus(netUsd), ZERO)
  if (recent.length < LOW_PROFIT.trades || net.gte(0)) return null
  const newest = recent.reduce((last, event) => (event.at > last.at ? event : last))
  const until = new Date(newest.at.getTime() + LOW_PROFIT.lockMs)
  if (until <= now) return null
  return {
    evidence: newest.id,
    reason: `${recent.length} positions in this token lost ${inDollars(net.neg())} within 24 hours.`,
    until,
  }
}
