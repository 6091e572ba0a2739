import { type Decimal, decimal, ZERO } from '@/lib/domain/money/decimal'
import { nextUtcDay, utcDate } from '../utc-day'
import type { RiskEvent, Trigger } from './trigger'

const DAY_MS = 86_400_000
const MAX_DRAWDOWN_PCT = decimal('15')
const CONCENTRATED_PCT = decimal('50')
const SLIPPED_BPS = 300n
const LOW_PROFIT = { trades: 3, lockMs: 2 * 3_600_000 }

export type EquityPoint = { time: Date; equityUsd: Decimal; pnlUsd: Decimal }

/**
 * How far profit has fallen from its highest point of the last 24 hours, in percent of the equity it had there.
 * Measured on profit, so that a withdrawal is not a drawdown. Null without two points.
 */
export const drawdownPct = (points: readonly EquityPoint[], now: Date): Decimal | null => {
  const recent = points.filter(({ time }) => time <= now && now.getTime() - time.getTime() <= DAY_MS)
  if (recent.length < 2) return null
  const last = recent.reduce((newest, point) => (point.time > newest.time ? point : newest))
  const peak = recent.reduce((highest, point) => (point.pnlUsd.gt(highest.pnlUsd) ? point : highest))
  if (peak.equityUsd.lte(0)) return null
  return peak.pnlUsd.minus(last.pnlUsd).div(peak.equityUsd).mul(100)
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
    reason: `${recent.length} positions in this token lost $${net.neg().toFixed(2)} within 24 hours.`,
    until,
  }
}
