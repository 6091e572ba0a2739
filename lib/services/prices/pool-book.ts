import type { Logger } from '@/lib/observability/logger'
import type { AccountReader, AccountStream, AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolLayout } from '@/lib/ports/pool-codec'
import type { FoundPool } from './find-pools'
import { createPoolWatch } from './pool-watch'
import type { PooledMint } from './second-look'

export type PoolBookDeps = {
  stream: Pick<AccountStream, 'watch' | 'unwatch'>
  accounts: AccountReader
  settleMs: number
  now: () => Date
  logger: Logger
  /** The pool is whole again after a change. */
  changed: (entry: PooledMint) => void
  /** Closed for swaps, or moved to another program: no pool any more. */
  gone: (entry: PooledMint) => void
}

const NONE: ReadonlyMap<string, AccountUpdate> = new Map()

export const addressesOf = ({ live, others }: PoolLayout): string[] => [...live, ...others]

/**
 * The pools behind the watched mints, and who wants which account. A pool whose accounts change with its price,
 * because its ticks do, is followed: what is new is read and watched before it counts, what is left is let go.
 * Until then its price is not told: without the ticks near it, a sale would be taken for less than it brings.
 */
export const createPoolBook = (deps: PoolBookDeps) => {
  const pooled = new Map<string, PooledMint>()
  const byAddress = new Map<string, Set<PooledMint>>()
  const following = new Set<PooledMint>()
  /** Whose price is at accounts that are not known yet. */
  const behind = new Set<PooledMint>()

  const want = (entry: PooledMint, addresses: readonly string[]): void => {
    for (const address of addresses) byAddress.set(address, (byAddress.get(address) ?? new Set()).add(entry))
  }

  const letGo = (entry: PooledMint, addresses: readonly string[]): Promise<void> => {
    const unused = addresses.filter((address) => {
      const users = byAddress.get(address)
      users?.delete(entry)
      return users?.size === 0 && byAddress.delete(address)
    })
    return deps.stream.unwatch(unused)
  }

  const takeUp = async (entry: PooledMint, next: PoolLayout): Promise<void> => {
    const had = addressesOf(entry.pool.layout)
    const again = next === entry.pool.layout
    const fresh = addressesOf(next).filter((address) => again || !had.includes(address))
    const accounts = await deps.accounts.accounts(fresh, { atLeast: entry.pool.slot(), need: 'poll' })
    if (pooled.get(entry.mint) !== entry) return
    want(entry, fresh)
    entry.pool.follow(next, accounts)
    const kept = addressesOf(next)
    await deps.stream.watch(fresh)
    await letGo(
      entry,
      had.filter((address) => !kept.includes(address)),
    )
    if (pooled.get(entry.mint) !== entry) await letGo(entry, kept)
  }

  const moved = (entry: PooledMint, next: PoolLayout | null): void => {
    if (pooled.get(entry.mint) !== entry) return
    if (!next) return deps.gone(entry)
    behind.add(entry)
    follow(entry, next)
  }

  const follow = (entry: PooledMint, next: PoolLayout): void => {
    if (following.has(entry)) return
    following.add(entry)
    void takeUp(entry, next).then(
      () => {
        following.delete(entry)
        // It may have moved on meanwhile.
        entry.pool.applyTogether(NONE)
      },
      (error: unknown) => {
        following.delete(entry)
        deps.logger.warn({ err: error, mint: entry.mint }, 'A pool could not be followed; it is tried again')
      },
    )
  }

  /** The node that was asked may not have had what is new: a pool without it is no pool yet, but it is not gone. */
  const changed = (entry: PooledMint): void => {
    if (behind.has(entry) && entry.pool.snapshot(entry.mint) === null) return
    behind.delete(entry)
    deps.changed(entry)
  }

  return {
    pooled: pooled as ReadonlyMap<string, PooledMint>,
    addresses: (): string[] => [...byAddress.keys()],
    adopt: ({ mint, codec, layout, accounts }: FoundPool): PooledMint => {
      const entry: PooledMint = {
        mint,
        pool: createPoolWatch({
          ...{ layout, mint, codec, accounts, settleMs: deps.settleMs, now: deps.now },
          changed: () => changed(entry),
          moved: (next) => moved(entry, next),
        }),
      }
      pooled.set(mint, entry)
      want(entry, addressesOf(layout))
      // It may have moved while its accounts were read.
      entry.pool.applyTogether(NONE)
      return entry
    },
    /** The entry it had, no longer watched. */
    drop: async (mint: string): Promise<PooledMint | undefined> => {
      const entry = pooled.get(mint)
      if (!entry) return undefined
      pooled.delete(mint)
      behind.delete(entry)
      entry.pool.close()
      await letGo(entry, addressesOf(entry.pool.layout))
      return entry
    },
    /** Whether its price is not told at the moment, because it is at accounts that are not known yet. */
    isBehind: (mint: string): boolean => {
      const entry = pooled.get(mint)
      return entry !== undefined && behind.has(entry)
    },
    /** Tries again what could not be followed. */
    catchUp: (): void => {
      for (const entry of pooled.values()) {
        entry.pool.applyTogether(NONE)
        if (behind.has(entry)) follow(entry, entry.pool.layout)
      }
    },
    apply: (update: AccountUpdate): void => {
      for (const { pool } of byAddress.get(update.address) ?? []) pool.apply(update)
    },
  }
}
