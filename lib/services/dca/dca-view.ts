import type { DcaPlanView } from '@/lib/contracts/dca'
import type { Executor } from '@/lib/db/client'
import { listDcaPlans } from '@/lib/db/dca-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'

type Listed = Awaited<ReturnType<typeof listDcaPlans>>[number]

const viewOf = ({ plan, symbol, decimals }: Listed): DcaPlanView => ({
  id: plan.id,
  token: { mint: plan.tokenMint, symbol, decimals },
  status: plan.status,
  amountUsd: plan.amountUsd,
  everyMinutes: plan.everyMinutes,
  count: plan.count,
  done: plan.done,
  nextAt: plan.status === 'ACTIVE' ? plan.nextAt.toISOString() : null,
  positionId: plan.positionId,
  lastNote: plan.lastNote,
  createdAt: plan.createdAt.toISOString(),
})

export const dcaViews = async (db: Executor, ctx: Pick<Context, 'userId'>): Promise<DcaPlanView[]> =>
  (await listDcaPlans(db, ctx.userId)).map(viewOf)

export const dcaView = async (
  db: Executor,
  ctx: Pick<Context, 'userId'>,
  id: string,
): Promise<DcaPlanView> => {
  const plan = (await dcaViews(db, ctx)).find((view) => view.id === id)
  if (!plan) throw new AppError('not_found', 'There is no plan with this id.')
  return plan
}
