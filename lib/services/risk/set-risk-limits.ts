import type { RiskLimitsAnswer, RiskLimitsInput } from '@/lib/contracts/risk'
import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { type RiskLimitRow, riskLimitRows, storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { findSecondFactor } from '@/lib/db/second-factor-repository'
import { findUserById } from '@/lib/db/user-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { compareSettings } from '@/lib/domain/risk/limit-change'
import { durationWords } from '@/lib/domain/risk/utc-day'
import { AppError } from '@/lib/errors'
import { requireSecondFactor, type SecondFactorDeps } from '../auth/verify-totp'
import type { Context } from '../context'
import { limitFields, limitsOf } from './effective-limits'
import { COOLING_OFF_MS, getRiskLimits } from './get-risk-limits'

/**
 * Changes the caller's limits and protections, or as an administrator the house's. Tightening holds at once. What
 * lets more through needs the second factor where there is one, and otherwise waits until a day after the last
 * tightening. Throws `forbidden`.
 */
export const setRiskLimits = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: RiskLimitsInput,
): Promise<RiskLimitsAnswer> => {
  await assertMayChange(deps, ctx, input)
  const enrolled = Boolean((await findSecondFactor(deps.db, ctx.userId))?.confirmedAt)
  // A code is used up outside the transaction it guards, so it is asked for only where the change needs it.
  const foreseen = await effectOf(deps.db, ctx.userId, input)
  if (foreseen.loosens && enrolled) await requireSecondFactor(deps, ctx.userId, input.code)

  await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const effect = await effectOf(tx, ctx.userId, input)
    if (effect.loosens && enrolled && !foreseen.loosens)
      throw new AppError('forbidden', 'The limits changed meanwhile. Look at them and try again.')
    if (effect.loosens && !enrolled && input.scope === 'own') assertCooledOff(effect.tightenedAt, ctx.now())
    const own = input.scope === 'own'
    await storeRiskLimits(tx, own ? ctx.userId : null, {
      ...changeOf(input),
      ...(own && { protections: effect.protections }),
      ...(own && effect.tightens && { tightenedAt: ctx.now() }),
      updatedAt: ctx.now(),
    })
    await recordAudit(tx, {
      userId: own ? ctx.userId : null,
      actor: ctx.actor,
      action: own ? 'risk-limits.changed' : 'risk-limits.house-changed',
      subject: own ? String(ctx.userId) : 'house',
      details: { ...changeOf(input), protections: input.protections ?? null },
    })
  })
  return getRiskLimits(deps, ctx)
}

const assertMayChange = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: RiskLimitsInput,
): Promise<void> => {
  if (input.scope === 'own') return
  if (!(await findUserById(deps.db, ctx.userId))?.isAdmin)
    throw new AppError(
      'forbidden',
      "Only an administrator changes everyone's limits. Yours can be tightened.",
    )
  if (input.protections)
    throw new AppError('validation', 'protections: each account switches its own. Leave the field out.')
}

const assertCooledOff = (tightenedAt: Date | null, now: Date): void => {
  const waits = tightenedAt ? tightenedAt.getTime() + COOLING_OFF_MS - now.getTime() : 0
  if (waits > 0)
    throw new AppError(
      'forbidden',
      `Limits you tightened can be raised again in ${durationWords(waits)}, or at once with an authenticator app (Settings).`,
      { extra: { raisableAt: new Date(now.getTime() + waits).toISOString() } },
    )
}

type Change = Partial<Pick<RiskLimitRow, (typeof limitFields)[number]>>

const changeOf = (input: RiskLimitsInput): Change =>
  Object.fromEntries(
    limitFields.flatMap((field) => (input[field] === undefined ? [] : [[field, input[field]]])),
  )

const UNSET = {
  maxPositionUsd: null,
  maxDailyLossUsd: null,
  maxOpenPositions: null,
  maxCorrelated: null,
  riskPerTradePct: null,
}

/** What the change does to what holds for the caller. */
const effectOf = async (db: Executor, userId: number, input: RiskLimitsInput) => {
  const { house, own } = await riskLimitRows(db, userId)
  const change = changeOf(input)
  const after =
    input.scope === 'own'
      ? limitsOf(house, { ...UNSET, ...own, ...change })
      : limitsOf({ ...UNSET, ...house, ...change }, own)
  const protections = { ...own?.protections, ...input.protections }
  return {
    ...compareSettings(
      { limits: limitsOf(house, own).effective, protections: own?.protections ?? {} },
      { limits: after.effective, protections },
    ),
    protections,
    tightenedAt: own?.tightenedAt ?? null,
  }
}
