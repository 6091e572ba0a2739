import type { DcaPlanView } from '@/lib/contracts/dca'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { lockDcaPlan, moveDcaPlan } from '@/lib/db/dca-repository'
import { type DcaStatus, resumedAt } from '@/lib/domain/orders/dca-plan'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { dcaView } from './dca-view'

export type DcaChange = 'pause' | 'resume' | 'cancel'

const changes: Record<DcaChange, { from: readonly DcaStatus[]; to: DcaStatus; done: string }> = {
  pause: { from: ['ACTIVE'], to: 'PAUSED', done: 'dca.paused' },
  resume: { from: ['PAUSED'], to: 'ACTIVE', done: 'dca.resumed' },
  cancel: { from: ['ACTIVE', 'PAUSED'], to: 'CANCELLED', done: 'dca.cancelled' },
}

/** What was bought stays as it is, under its exit plan; only purchases to come are concerned. */
export const changeDcaPlan = async (
  deps: { db: Database },
  ctx: Context,
  id: string,
  change: DcaChange,
): Promise<DcaPlanView> => {
  const { from, to, done } = changes[change]
  await deps.db.transaction(async (tx) => {
    const at = ctx.now()
    const plan = await lockDcaPlan(tx, id)
    if (plan?.userId !== ctx.userId) throw new AppError('not_found', 'There is no plan with this id.')
    const next = change === 'resume' ? { nextAt: resumedAt(plan, at) } : {}
    if (!(await moveDcaPlan(tx, id, from, to, { updatedAt: at, ...next })))
      throw new AppError('validation', `This plan is ${plan.status.toLowerCase()}: it cannot ${change} now.`)
    await recordAudit(tx, { userId: ctx.userId, actor: ctx.actor, action: done, subject: id, details: {} })
  })
  return dcaView(deps.db, ctx, id)
}
