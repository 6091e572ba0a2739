import { z } from 'zod'
import { levelsOf } from '@/lib/domain/execution/priority-fee'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { PriorityFeeSource } from '@/lib/ports/priority-fees'
import { rpcCall } from './json-rpc'
import type { ProviderPool } from './provider-pool'

/** Micro-lamports; Helius answers with fractions. */
const price = z
  .number()
  .nonnegative()
  .transform((value) => BigInt(Math.ceil(value)))
/** Helius' levels are the 25th, 50th, 75th and 95th percentile. */
const estimateAnswer = z.object({
  priorityFeeLevels: z.object({ low: price, medium: price, high: price, veryHigh: price }),
})
const recentAnswer = z.array(z.object({ prioritizationFee: price }))

const ESTIMATOR = 'helius'

/** Helius' own estimate; from any other node what was paid in the last slots. */
export const createPriorityFeeSource = (
  pool: ProviderPool,
  logger: Pick<Logger, 'warn'>,
): PriorityFeeSource => {
  const estimate = async (accounts: readonly string[]) => {
    const helius = pool.all.find(({ name }) => name === ESTIMATOR)
    if (pool.reads.ordered()[0] !== helius || !helius) return null
    const call = rpcCall('getPriorityFeeEstimate', {
      accountKeys: accounts,
      options: { includeAllPriorityFeeLevels: true },
    })
    try {
      return (await helius.ask(call, estimateAnswer)).priorityFeeLevels
    } catch (error) {
      logger.warn({ reason: errorMessage(error) }, 'priority fee not estimated')
      return null
    }
  }
  return {
    feeLevels: async (accounts) =>
      (await estimate(accounts)) ??
      pool.call('getRecentPrioritizationFees', async (provider) => {
        const recent = await provider.ask(rpcCall('getRecentPrioritizationFees', accounts), recentAnswer)
        return levelsOf(recent.map(({ prioritizationFee }) => prioritizationFee))
      }),
  }
}
