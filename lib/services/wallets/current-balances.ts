import type { Executor } from '@/lib/db/client'
import { lastSlotOf } from '@/lib/db/wallet-claims-repository'
import { AppError } from '@/lib/errors'
import type { Balances, ChainReader } from '@/lib/ports/chain'

/**
 * What a wallet holds as a node tells it that knows everything we have booked of the wallet: one that is older
 * shows tokens that are sold, and they would count as free. Throws AppError `venue.unavailable` where none does.
 */
export const currentBalances = async (
  deps: { db: Executor; chain: Pick<ChainReader, 'balances'> },
  wallet: { id: string; address: string },
): Promise<Balances> => {
  const atLeast = await lastSlotOf(deps.db, wallet.id)
  const balances = await deps.chain.balances(wallet.address, { atLeast })
  if (balances.slot >= atLeast) return balances
  throw new AppError(
    'venue.unavailable',
    'The Solana nodes that answer are behind your last trade, so it is not certain what is free. Try again in a minute.',
    { retry: 'retryable' },
  )
}
