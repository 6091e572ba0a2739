import { priorityFeesPaid } from '@/lib/db/fee-repository'
import { mayTip, tipFor } from '@/lib/domain/execution/tip'
import { toUi } from '@/lib/domain/money/units'
import { type PriorityFee, type UrgentOrder, wishedFee } from '@/lib/domain/execution/priority-fee'
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
  return wishedFee(levels, urgent(order), spent)
}

const urgent = (order: Job['order']): UrgentOrder => ({ ...order, recurring: order.type === 'DCA' })

const USDC_DECIMALS = 6

/** Lamports an attempt should tip Jito; null where tips are off, or its size is unknown or not worth one, or it must not wait for one. */
export const tipWish = async (
  { tipsJito, readMarket }: Pick<ExecutionDeps, 'tipsJito' | 'readMarket'>,
  { order }: Job,
): Promise<bigint | null> => {
  if (!tipsJito || !mayTip(urgent(order))) return null
  if (order.side === 'BUY') return tipFor(toUi(order.inputRaw, USDC_DECIMALS))
  const market = (await readMarket([order.tokenMint])).get(order.tokenMint)
  if (!market?.pool) return null
  return tipFor(toUi(order.inputRaw, market.pool.baseDecimals).mul(market.priceUsd))
}
