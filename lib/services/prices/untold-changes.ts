import type { Logger } from '@/lib/observability/logger'
import type { AccountReader, AccountStream, AccountUpdate } from '@/lib/ports/account-stream'
import { addressesOf } from './pool-book'
import type { PooledMint } from './second-look'

export type UntoldChangesDeps = {
  accounts: AccountReader
  stream: Pick<AccountStream, 'watch' | 'unwatch'>
  pooled: ReadonlyMap<string, PooledMint>
  /** While the stream is silent as a whole, the accounts are polled anyway. */
  isCurrent: () => boolean
  /** Reads the pool of a mint from other nodes and adopts what is believed. */
  readAgain: (mint: string) => Promise<unknown>
  /** Between two readings. */
  everyMs: number
  now: () => Date
  logger: Logger
}

/**
 * Notices a subscription that has fallen silent while slots go on: its price would look current for ever. One round
 * reads all accounts, the next one, by which the stream must have told what the reading brought, judges. A pool with
 * an account that changed untold is read again from other nodes, and its accounts are subscribed to anew.
 */
export const createUntoldChanges = (deps: UntoldChangesDeps): (() => Promise<void>) => {
  let readAt = deps.now().getTime()
  let read: ReadonlyMap<string, AccountUpdate> | null = null

  const untoldOf = ({ pool }: PooledMint): string[] =>
    addressesOf(pool.layout).filter((address) => {
      const update = read?.get(address)
      return update !== undefined && pool.lacks(update)
    })

  const repair = async (mint: string, addresses: readonly string[]): Promise<void> => {
    deps.logger.warn({ mint, accounts: addresses }, 'Accounts changed and the stream did not tell')
    await deps.readAgain(mint)
    const layout = deps.pooled.get(mint)?.pool.layout
    const still = layout ? addresses.filter((address) => addressesOf(layout).includes(address)) : []
    // In one go: what is let go in between must not be watched again.
    await Promise.all([deps.stream.unwatch(still), deps.stream.watch(still)])
  }

  const judge = async (): Promise<void> => {
    const untold = [...deps.pooled.values()].map((entry) => ({
      mint: entry.mint,
      addresses: untoldOf(entry),
    }))
    read = null
    await Promise.all(
      untold
        .filter(({ addresses }) => addresses.length > 0)
        .map(({ mint, addresses }) => repair(mint, addresses)),
    )
  }

  return async () => {
    if (!deps.isCurrent()) read = null
    if (read) return judge()
    if (!deps.isCurrent() || deps.pooled.size === 0 || deps.now().getTime() - readAt < deps.everyMs) return
    readAt = deps.now().getTime()
    const addresses = new Set([...deps.pooled.values()].flatMap(({ pool }) => addressesOf(pool.layout)))
    try {
      read = await deps.accounts.accounts([...addresses])
    } catch (error) {
      deps.logger.warn({ err: error }, 'Accounts could not be compared with what the stream tells')
    }
  }
}
