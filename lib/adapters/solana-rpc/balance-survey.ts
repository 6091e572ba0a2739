import PQueue from 'p-queue'
import type { ChainReader } from '@/lib/ports/chain'
import { readBalances, readHolding } from './balances'
import type { ProviderPool } from './provider-pool'

/** Every node at once, at `finalized`: what is concluded from it is never taken back. */
export const surveyBalances = async (
  pool: ProviderPool,
  owner: string,
): ReturnType<ChainReader['surveyBalances']> => {
  const answers = await Promise.all(
    pool.all.map(async (provider) => {
      try {
        const balances = await readBalances(provider, owner, { commitment: 'finalized' })
        pool.report(provider, 'balances', null)
        return { node: provider.name, balances }
      } catch (error) {
        pool.report(provider, 'balances', error)
        return null
      }
    }),
  )
  return { asked: pool.all.length, answers: answers.filter((answer) => answer !== null) }
}

/** So many at once of one node: a hundred deaths at once must leave its budget to what is sent anew. */
const AT_ONCE = 2
/** What could not be asked by then is not asked any more. */
const PATIENCE_MS = 2_000

/**
 * Of one node by its name: what it holds is weighed with what the very same one says of a signature. Transfers have
 * queues of their own, so that they hold up no sell.
 */
export const createHoldingReader = (pool: ProviderPool): ChainReader['finalizedHolding'] => {
  const queuesOf = () => new Map(pool.all.map((provider) => [provider, new PQueue({ concurrency: AT_ONCE })]))
  const queues = { urgent: queuesOf(), other: queuesOf() }
  return async (node, owner, mint, level = 'urgent') => {
    const provider = pool.all.find(({ name }) => name === node)
    if (!provider) throw new Error(`there is no node ${node}`)
    const ask = async () => {
      try {
        const holding = await readHolding(provider, { owner, mint, at: { commitment: 'finalized' }, level })
        pool.report(provider, 'holding', null)
        return holding
      } catch (error) {
        pool.report(provider, 'holding', error)
        throw error
      }
    }
    return queues[level].get(provider)!.add(ask, { signal: AbortSignal.timeout(PATIENCE_MS) })
  }
}
