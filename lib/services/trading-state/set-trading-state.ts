import type { TradingStateInput, TradingStateView } from '@/lib/contracts/trading-state'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { lockScope, writeScope } from '@/lib/db/trading-state-repository'
import { findUserById } from '@/lib/db/user-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { changed, refuseChange } from '@/lib/domain/trading-state/change-state'
import { standingAt } from '@/lib/domain/trading-state/trading-state'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import { getTradingState } from './get-trading-state'
import { publishTradingState } from './publish-trading-state'

/**
 * Once it returns, nothing the new state forbids is accepted or signed any more, in any process: whoever
 * accepts or signs holds the state while storing. What was signed before is still followed to its end.
 */
export const setTradingState = async (
  deps: { db: Database; live: LivePublisher },
  ctx: Context,
  input: TradingStateInput,
): Promise<TradingStateView> => {
  const user = await findUserById(deps.db, ctx.userId)
  if (!user) throw new AppError('forbidden', 'This account no longer exists.')
  if (input.scope === 'global' && !user.isAdmin)
    throw new AppError(
      'forbidden',
      'scope: only an admin changes the state for everybody. Send scope "own" to change yours.',
    )
  const now = ctx.now()
  const { state, reason } = input
  const change = { state, reason, by: user.displayName, until: input.until ? new Date(input.until) : null }
  const refusal = refuseChange(change, now)
  if (refusal)
    throw new AppError('validation', refusal, { extra: { errors: [{ field: 'until', message: refusal }] } })

  const owner = input.scope === 'global' ? null : ctx.userId
  await deps.db.transaction(async (tx) => {
    if (owner !== null) await lockUser(tx, owner)
    const before = await lockScope(tx, owner, now)
    const after = changed(before, change, now)
    await writeScope(tx, owner, after)
    await recordAudit(tx, {
      userId: owner,
      actor: ctx.actor,
      action: 'trading-state.changed',
      subject: input.scope === 'global' ? 'global' : String(ctx.userId),
      details: {
        scope: input.scope,
        from: standingAt(before, now).state,
        to: state,
        reason,
        until: after.until?.toISOString() ?? null,
      },
    })
  })
  await publishTradingState(deps, owner, now)
  return getTradingState(deps, ctx)
}
