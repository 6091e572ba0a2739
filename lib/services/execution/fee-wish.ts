import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { type PriorityFee, priorityFee, urgencyOf } from '@/lib/domain/execution/priority-fee'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

const HOUR_MS = 3_600_000

type Deps = Pick<ExecutionDeps, 'db' | 'now' | 'readMarket' | 'feeLevels'>

/** What an attempt of this order should pay to be taken soon; null leaves it to the venue, within its own cap. */
export const feeWish = async (deps: Deps, { order }: Job): Promise<PriorityFee | null> => {
  const market = await deps.readMarket([order.tokenMint])
  const [levels, spent] = await Promise.all([
    deps.feeLevels(market.get(order.tokenMint)?.pool?.address ?? null),
    priorityFeesPaid(deps.db, {
      walletId: order.walletId,
      since: new Date(deps.now().getTime() - HOUR_MS),
    }),
  ])
  const recurring = order.type === 'DCA'
  return levels && priorityFee(levels, urgencyOf({ ...order, recurring }), spent)
}
