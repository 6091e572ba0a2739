import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'

/** Longest wait for the other accounts of a pool after one of them changed. */
const SETTLE_MS = 100

export type PoolWatch = {
  readonly layout: PoolLayout
  /** One account changed. Calls `changed` once the pool is whole again. */
  apply(update: AccountUpdate): void
  /** Accounts read in one go: whole by themselves. Does not call `changed`. */
  applyTogether(accounts: ReadonlyMap<string, AccountUpdate>): void
  snapshot(baseMint: string): PoolSnapshot | null
  /** The pool as these accounts show it, whatever is known otherwise. */
  snapshotOf(accounts: ReadonlyMap<string, AccountUpdate>, baseMint: string): PoolSnapshot | null
  /** Newest slot of the accounts that make the price. */
  slot(): bigint
  close(): void
}

export type PoolWatchOptions = {
  layout: PoolLayout
  codec: PoolCodec
  accounts: ReadonlyMap<string, AccountUpdate>
  changed: () => void
  settleMs?: number
}

const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index])

/**
 * The accounts of one pool. A swap changes all vaults in one slot but arrives as several messages; a pool with one
 * new and one old vault shows a price that never was. So changes wait until every vault has one of the same slot, or
 * for `settleMs` where the others did not change. An account never goes back in slot.
 */
export const createPoolWatch = ({ layout, codec, changed, ...options }: PoolWatchOptions): PoolWatch => {
  const live = new Set(layout.live)
  const watched = [...layout.live, ...layout.others]
  const current = new Map<string, AccountUpdate>()
  const waiting = new Map<string, AccountUpdate>()
  /** Taken over alone when the wait ended; its partner of the same slot needs no second wait. */
  let alone: ReadonlyMap<string, bigint> = new Map()
  /** Two changes of one vault in one slot before its partner's first: which belong together is not known. */
  let tangled = false
  let timer: NodeJS.Timeout | undefined

  const takeOver = (): void => {
    clearTimeout(timer)
    timer = undefined
    const whole = waiting.size === live.size
    alone = whole ? new Map() : new Map([...waiting].map(([address, { slot }]) => [address, slot]))
    for (const [address, update] of waiting) current.set(address, update)
    waiting.clear()
    tangled = false
    changed()
  }

  const settles = (slot: bigint): boolean =>
    !tangled &&
    [...live].every((address) => waiting.get(address)?.slot === slot || alone.get(address) === slot)

  const wait = (): void => {
    timer ??= setTimeout(takeOver, options.settleMs ?? SETTLE_MS)
  }

  const applyOther = (update: AccountUpdate): void => {
    current.set(update.address, update)
    if (waiting.size > 0) return
    if (layout.live.every((address) => (current.get(address)?.slot ?? 0n) >= update.slot)) changed()
    else wait()
  }

  const apply = (update: AccountUpdate): void => {
    const known = waiting.get(update.address) ?? current.get(update.address)
    if (known && known.slot > update.slot) return
    if (known && sameBytes(known.data, update.data)) {
      // The same state at a later slot is news only for the order of later updates.
      if (!waiting.has(update.address)) current.set(update.address, update)
      return
    }
    if (!live.has(update.address)) return applyOther(update)
    if (waiting.get(update.address)?.slot === update.slot) tangled = true
    waiting.set(update.address, update)
    if (settles(update.slot)) takeOver()
    else wait()
  }

  const applyTogether = (accounts: ReadonlyMap<string, AccountUpdate>): void => {
    for (const address of watched) {
      const update = accounts.get(address)
      const known = waiting.get(address) ?? current.get(address)
      if (!update || (known && known.slot > update.slot)) continue
      waiting.delete(address)
      current.set(address, update)
    }
  }

  applyTogether(options.accounts)
  return {
    layout,
    apply,
    applyTogether,
    snapshot: (baseMint) => codec.snapshot(layout, current, baseMint),
    snapshotOf: (accounts, baseMint) => codec.snapshot(layout, accounts, baseMint),
    slot: () =>
      layout.live.reduce((newest, address) => {
        const slot = current.get(address)?.slot ?? 0n
        return slot > newest ? slot : newest
      }, 0n),
    close: () => clearTimeout(timer),
  }
}
