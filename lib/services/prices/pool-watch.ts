import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'

/** Longest wait for the other accounts of a pool after one of them changed. */
const SETTLE_MS = 100

export type PoolWatch = {
  /** Changes with `follow`. */
  readonly layout: PoolLayout
  /** One account changed. Calls `changed` once the pool is whole again. */
  apply(update: AccountUpdate): void
  /** Accounts read in one go: whole by themselves. Does not call `changed`. */
  applyTogether(accounts: ReadonlyMap<string, AccountUpdate>): void
  snapshot(baseMint: string): PoolSnapshot | null
  /** The pool as these accounts show it, whatever is known otherwise; null where its price is at other accounts by now. */
  snapshotOf(accounts: ReadonlyMap<string, AccountUpdate>, baseMint: string): PoolSnapshot | null
  /** Takes on other accounts, as `moved` asked for, with those that are new. Calls `changed`. */
  follow(next: PoolLayout, accounts: ReadonlyMap<string, AccountUpdate>): void
  /** Whether this state of one of its accounts is another and a later one than is known. */
  lacks(update: AccountUpdate): boolean
  /** Newest slot of the accounts that make the price. */
  slot(): bigint
  close(): void
}

export type PoolWatchOptions = {
  layout: PoolLayout
  /** Whose pool it was found as. */
  mint: string
  codec: PoolCodec
  accounts: ReadonlyMap<string, AccountUpdate>
  changed: () => void
  /** The pool is made of other accounts now; null: it is no pool any more. Told again with each change until it is followed. */
  moved: (next: PoolLayout | null) => void
  now: () => Date
  settleMs?: number
}

const sameBytes = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0

/**
 * The accounts of one pool. A swap changes all vaults in one slot but arrives as several messages; a pool with one
 * new and one old vault shows a price that never was. So changes wait until every vault has one of the same slot, or
 * for `settleMs` where the others did not change. An account never goes back in slot.
 */
export const createPoolWatch = ({ codec, changed, ...options }: PoolWatchOptions): PoolWatch => {
  let { layout } = options
  let live = new Set(layout.live)
  const current = new Map<string, AccountUpdate>()
  const waiting = new Map<string, AccountUpdate>()
  /** Taken over alone when the wait ended; its partner of the same slot needs no second wait. */
  let alone: ReadonlyMap<string, bigint> = new Map()
  /** Two changes of one vault in one slot before its partner's first: which belong together is not known. */
  let tangled = false
  let timer: NodeJS.Timeout | undefined

  /** What the accounts show, until one of them changes: with the price of SOL it is asked for again and again. */
  let shown: { baseMint: string; snapshot: PoolSnapshot | null } | null = null

  const put = (update: AccountUpdate): void => {
    current.set(update.address, update)
    shown = null
  }

  /** Asked once the state is taken over: what comes of it may not be a pool any more. */
  const told = (news: () => void): void => {
    const pool = current.get(layout.address)
    if (!pool || codec.stands(layout, pool)) return news()
    // Not told yet: without the accounts near its new price a sale would be taken for less than it brings.
    options.moved(codec.layout(pool, options.mint, current))
  }

  const takeOver = (): void => {
    clearTimeout(timer)
    timer = undefined
    const whole = waiting.size === live.size
    alone = whole ? new Map() : new Map([...waiting].map(([address, { slot }]) => [address, slot]))
    for (const update of waiting.values()) put(update)
    waiting.clear()
    tangled = false
    told(changed)
  }

  const settles = (slot: bigint): boolean =>
    !tangled &&
    [...live].every((address) => waiting.get(address)?.slot === slot || alone.get(address) === slot)

  const wait = (): void => {
    timer ??= setTimeout(takeOver, options.settleMs ?? SETTLE_MS)
  }

  const applyOther = (update: AccountUpdate): void => {
    put(update)
    if (waiting.size > 0) return
    if (layout.live.every((address) => (current.get(address)?.slot ?? 0n) >= update.slot)) told(changed)
    else wait()
  }

  const apply = (update: AccountUpdate): void => {
    const known = waiting.get(update.address) ?? current.get(update.address)
    if (known && known.slot > update.slot) return
    if (known && sameBytes(known.data, update.data)) {
      // The same state at a later slot is news only for the order of later updates.
      if (!waiting.has(update.address)) put(update)
      return
    }
    if (!live.has(update.address)) return applyOther(update)
    if (waiting.get(update.address)?.slot === update.slot) tangled = true
    waiting.set(update.address, update)
    if (settles(update.slot)) takeOver()
    else wait()
  }

  const applyTogether = (accounts: ReadonlyMap<string, AccountUpdate>): void => {
    for (const address of [...layout.live, ...layout.others]) {
      const update = accounts.get(address)
      const known = waiting.get(address) ?? current.get(address)
      if (!update || (known && known.slot > update.slot)) continue
      waiting.delete(address)
      put(update)
    }
  }

  const follow = (next: PoolLayout, accounts: ReadonlyMap<string, AccountUpdate>): void => {
    const kept = new Set([...next.live, ...next.others])
    layout = next
    live = new Set(next.live)
    shown = null
    for (const address of [...current.keys()]) if (!kept.has(address)) current.delete(address)
    applyTogether(accounts)
    told(changed)
  }

  applyTogether(options.accounts)
  return {
    get layout() {
      return layout
    },
    apply,
    applyTogether: (accounts) => {
      applyTogether(accounts)
      told(() => {})
    },
    follow,
    snapshot: (baseMint) => {
      if (shown?.baseMint === baseMint && !layout.timed) return shown.snapshot
      shown = { baseMint, snapshot: codec.snapshot(layout, current, baseMint, options.now()) }
      return shown.snapshot
    },
    snapshotOf: (accounts, baseMint) => {
      const pool = accounts.get(layout.address)
      if (!pool || !codec.stands(layout, pool)) return null
      return codec.snapshot(layout, accounts, baseMint, options.now())
    },
    lacks: (update) => {
      const known = waiting.get(update.address) ?? current.get(update.address)
      return !known || (known.slot < update.slot && !sameBytes(known.data, update.data))
    },
    slot: () =>
      layout.live.reduce((newest, address) => {
        const slot = current.get(address)?.slot ?? 0n
        return slot > newest ? slot : newest
      }, 0n),
    close: () => clearTimeout(timer),
  }
}
