import { type DcaInput, type DcaPlanView } from '@/lib/contracts/dca'
import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import { findDcaPlanByKey, insertDcaPlan } from '@/lib/db/dca-repository'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { lockUser, tradingWallet } from '@/lib/db/wallet-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { entryPlan } from '../trade/entry-plan'
import type { Idempotency } from '../trade/idempotency'
import { dcaView } from './dca-view'

export type CreateDcaPlanDeps = {
  db: Database
  resolveToken: (text: string) => Promise<{ mint: string; symbol: string }>
}

const LONGEST_START_MS = 366 * 24 * 3_600_000

/**
 * Nothing is reserved for purchases to come: each is checked like any other entry when it is due. An exit plan that
 * makes no sense is refused at once, not once per purchase.
 */
export const createDcaPlan = async (
  deps: CreateDcaPlanDeps,
  ctx: Context,
  input: DcaInput,
  idempotency: Idempotency | null = null,
): Promise<DcaPlanView> => {
  const already = await replayedPlan(deps.db, ctx.userId, idempotency)
  if (already) return dcaView(deps.db, ctx, already)
  const {
    token: text,
    amountUsd,
    everyMinutes,
    count,
    startAt,
    slippageBps,
    acknowledge,
    ...exitPlan
  } = input
  entryPlan(exitPlan, await tradingPreferences(deps.db, ctx.userId))
  const at = ctx.now()
  const first = startAt ? new Date(startAt) : at
  if (first < at || first.getTime() - at.getTime() > LONGEST_START_MS)
    throw new AppError('validation', 'startAt: must lie ahead, at most a year. Leave it out to begin now.')
  const token = await deps.resolveToken(text)
  if (token.mint === USDC_MINT)
    throw new AppError('validation', 'token: USDC is what you pay with. Name the token you want to buy.')
  if (!(await tradingWallet(deps.db, ctx.userId)))
    throw new AppError('forbidden', 'This account has no trading wallet yet.')
  const planId = await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const made = await replayedPlan(tx, ctx.userId, idempotency)
    if (made) return made
    const id = ctx.newId()
    await insertDcaPlan(tx, {
      id,
      userId: ctx.userId,
      tokenMint: token.mint,
      status: 'ACTIVE',
      amountUsd,
      everyMinutes,
      count,
      nextAt: first,
      slippageBps: slippageBps ?? null,
      exitPlan,
      acknowledge,
      idempotencyKey: idempotency?.key ?? null,
      bodyHash: idempotency?.bodyHash ?? null,
      actor: { kind: ctx.actor.kind, id: ctx.actor.id },
      createdAt: at,
      updatedAt: at,
    })
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'dca.created',
      subject: id,
      details: { mint: token.mint, amountUsd, everyMinutes, count, firstAt: first.toISOString() },
    })
    return id
  })
  return dcaView(deps.db, ctx, planId)
}

/** The plan this key already made, or null. Throws `idempotency.conflict` when it made another one. */
const replayedPlan = async (
  db: Executor,
  userId: number,
  idempotency: Idempotency | null,
): Promise<string | null> => {
  const found = idempotency && (await findDcaPlanByKey(db, userId, idempotency.key))
  if (!found) return null
  if (found.bodyHash !== idempotency.bodyHash)
    throw new AppError(
      'idempotency.conflict',
      'This Idempotency-Key made a different plan. Send a new key for a new plan.',
      { extra: { planId: found.id } },
    )
  return found.id
}
