import { findTokens } from '@/lib/db/token-repository'
import { pricesBefore } from '@/lib/db/day-pnl-repository'
import { closedSince, failedAttemptsSince, fillsSince, landingsSince } from '@/lib/db/protection-repository'
import { protectionSwitches } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { feeBurn, lowProfit, slipped } from '@/lib/domain/risk/protections/account-rules'
import { isOn, type ProtectionKind } from '@/lib/domain/risk/protections/protection-kinds'
import {
  cooldown,
  failedTransactions,
  slippageGuard,
  stoplossGuard,
  type Trigger,
} from '@/lib/domain/risk/protections/trigger'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { setLock, type SetLockDeps } from './set-lock'

const HOUR_MS = 3_600_000

type Finding = { userId: number; kind: ProtectionKind; trigger: Trigger | null; mint?: string }

/**
 * Looks at what happened lately, for everyone, and sets the locks it calls for. Reads Postgres only, so a restart
 * or a second worker finds the same; run it after each fill and in a loop.
 */
export const evaluateProtections = async (deps: SetLockDeps): Promise<void> => {
  const now = deps.now()
  const findings = [
    ...(await fromExits(deps, now)),
    ...(await fromFailures(deps, now)),
    ...(await fromFills(deps, now)),
    ...(await fromFees(deps, now)),
  ].filter(({ trigger }) => trigger !== null)
  const switches = await protectionSwitches(deps.db, [...new Set(findings.map(({ userId }) => userId))])
  const names = await symbols(deps, findings)
  for (const { userId, kind, trigger, mint } of findings)
    if (isOn(kind, switches.get(userId) ?? {}))
      await setLock(deps, {
        ...trigger!,
        kind,
        userId,
        lengthens: true,
        ...(mint !== undefined && { mint, of: names.get(mint) ?? mint }),
      })
}

const by = <T>(items: readonly T[], key: (item: T) => string | number): T[][] => {
  const groups = new Map<string | number, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups.values()]
}

const fromExits = async ({ db }: SetLockDeps, now: Date): Promise<Finding[]> => {
  const closed = (await closedSince(db, new Date(now.getTime() - 24 * HOUR_MS))).map((row) => ({
    ...row,
    at: row.closedAt,
    netUsd: decimal(row.netUsd),
  }))
  const stopped = closed.filter(({ status, netUsd }) => status === 'STOPPED_OUT' && netUsd.lt(0))
  return [
    ...by(stopped, ({ userId }) => userId).map((rows): Finding => ({
      userId: rows[0]!.userId,
      kind: 'STOPLOSS_GUARD',
      trigger: stoplossGuard(rows, now),
    })),
    ...by(closed, ({ userId, mint }) => `${userId}:${mint}`).flatMap((rows): Finding[] => {
      const { userId, mint } = rows[0]!
      return [
        { userId, mint, kind: 'COOLDOWN', trigger: cooldown(rows, now) },
        { userId, mint, kind: 'LOW_PROFIT', trigger: lowProfit(rows, now) },
      ]
    }),
  ]
}

const fromFailures = async ({ db }: SetLockDeps, now: Date): Promise<Finding[]> => {
  const failed = await failedAttemptsSince(db, new Date(now.getTime() - HOUR_MS))
  return by(failed, ({ userId }) => userId).map((rows) => ({
    userId: rows[0]!.userId,
    kind: 'FAILED_TX',
    trigger: failedTransactions(rows, now),
  }))
}

const fromFills = async ({ db }: SetLockDeps, now: Date): Promise<Finding[]> => {
  const fills = await fillsSince(db, new Date(now.getTime() - HOUR_MS))
  const bad = fills.filter(({ quotedRaw, receivedRaw }) => slipped(quotedRaw, receivedRaw))
  return by(bad, ({ userId }) => userId).map((rows) => ({
    userId: rows[0]!.userId,
    kind: 'SLIPPAGE',
    trigger: slippageGuard(rows, now),
  }))
}

const fromFees = async ({ db }: SetLockDeps, now: Date): Promise<Finding[]> => {
  const landings = await landingsSince(db, new Date(now.getTime() - HOUR_MS))
  if (landings.length === 0) return []
  const sol = (await pricesBefore(db, [WSOL_MINT], now)).get(WSOL_MINT)
  return by(landings, ({ userId }) => userId).map((rows) => ({
    userId: rows[0]!.userId,
    kind: 'FEE_BURN',
    trigger: feeBurn(
      rows.map((row) => ({ ...row, volumeUsd: toUi(row.quoteRaw, USDC_DECIMALS) })),
      sol === undefined ? null : decimal(sol),
      now,
    ),
  }))
}

const symbols = async ({ db }: SetLockDeps, findings: readonly Finding[]) => {
  const mints = [...new Set(findings.flatMap(({ mint }) => mint ?? []))]
  return new Map((await findTokens(db, mints)).map(({ mint, symbol }) => [mint, symbol]))
}
