import type { ChainReader } from '@/lib/ports/chain'
import { readBalances } from './balances'
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
