import { buyInput } from '@/lib/contracts/trade'
import { recordAudit } from '@/lib/db/audit'
import { advanceDcaPlan, type DcaPlanRow, dueDcaPlans } from '@/lib/db/dca-repository'
import { findOrder } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { type DcaStep, dueStep } from '@/lib/domain/orders/dca-plan'
import { errorMessage, isAppError } from '@/lib/errors'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import { placeBuyOrder, type PlaceBuyOrderDeps } from '../trade/place-buy-order'

export type RunDuePlansDeps = PlaceBuyOrderDeps & {
  live: LivePublisher
  logger: { warn(fields: object, message: string): void }
  now: () => Date
  newId: () => string
}

const actor = { kind: 'system', id: 'dca' } as const

/**
 * Makes every due purchase an order like any other. Its idempotency key is the plan's id and the number of
 * the purchase, so neither a crash before the plan is moved on nor a second worker buys it twice.
 */
export const runDuePlans = async (deps: RunDuePlansDeps): Promise<void> => {
  for (const plan of await dueDcaPlans(deps.db, deps.now()))
    try {
      await runPlan(deps, plan)
    } catch (error) {
      deps.logger.warn(
        { planId: plan.id, error: errorMessage(error) },
        'recurring purchase not made; tried again',
      )
    }
}

const runPlan = async (deps: RunDuePlansDeps, plan: DcaPlanRow): Promise<void> => {
  const step = dueStep(plan, deps.now())
  if (!step) return
  const refused = await place(deps, plan, step)
  const missed = step.missed > 0 ? `${step.missed} earlier ones were missed and are left out. ` : ''
  const note = refused ? `Purchase ${step.seq}: ${refused}` : missed.trim() || null
  const at = deps.now()
  const moved = await deps.db.transaction(async (tx) => {
    if (!(await advanceDcaPlan(tx, plan, { ...step, note: refused ? `${missed}${note}` : note }, at)))
      return false
    await recordAudit(tx, {
      userId: plan.userId,
      actor,
      action: 'dca.occurrence',
      subject: plan.id,
      details: { seq: step.seq, missed: step.missed, refused, nextAt: step.nextAt.toISOString() },
    })
    return true
  })
  if (moved && note) tell(deps, plan, note, refused !== null)
}

/** The reason it was refused for good, or null. Throws what may pass later: then the purchase stays due. */
const place = async (deps: RunDuePlansDeps, plan: DcaPlanRow, { seq }: DcaStep): Promise<string | null> => {
  const ctx: Context = { actor, userId: plan.userId, now: deps.now, newId: deps.newId }
  const position = plan.positionId && (await findPosition(deps.db, plan.positionId))
  try {
    const input = buyInput.parse({
      ...plan.exitPlan,
      token: plan.tokenMint,
      amountUsd: plan.amountUsd,
      acknowledge: plan.acknowledge,
      ...(plan.slippageBps === null ? {} : { slippageBps: plan.slippageBps }),
    })
    const { orderId } = await placeBuyOrder(
      deps,
      ctx,
      input,
      { key: `${plan.id}:${seq}`, bodyHash: plan.id },
      { planId: plan.id, seq, addsTo: position && position.status === 'OPEN' ? position.id : null },
    )
    const order = await findOrder(deps.db, orderId)
    return order?.status === 'DENIED' ? (order.denialDetail ?? 'It was denied.') : null
  } catch (error) {
    if (isAppError(error) && error.retry === 'permanent') return error.message
    throw error
  }
}

const tell = (deps: RunDuePlansDeps, plan: DcaPlanRow, detail: string, denied: boolean): void => {
  deps.live.publish({
    userId: plan.userId,
    name: 'alert',
    data: {
      id: deps.newId(),
      level: denied ? 'warn' : 'info',
      title: denied ? 'A recurring purchase was not made' : 'Recurring purchases were missed',
      detail: `${detail} Nothing was spent for it. The plan goes on.`,
      at: deps.now().toISOString(),
      positionId: plan.positionId,
      orderId: null,
    },
  })
}
