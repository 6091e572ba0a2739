import { SlotStatus, type SubscribeUpdate } from './messages'
import { createAccountReads } from '@/lib/adapters/wire/account-reads'
import type { Logger } from '@/lib/observability/logger'
import type {
  AccountReader,
  AccountStream,
  AccountStreamHandlers,
  AccountUpdate,
} from '@/lib/ports/account-stream'
import { createAddressBook } from './address-book'
import type { GeyserEndpoint } from './geyser-call'
import { GeyserConnection } from './geyser-connection'
import { isNews, type Written } from './seen-accounts'
import { pingRequest, subscribeRequest } from './subscribe-request'

export type YellowstoneStreamOptions = {
  /** At least one; after a loss the next is tried. */
  endpoints: readonly GeyserEndpoint[]
  /** Reads current states: at once for new addresses, and where the stream may have told less than all. */
  reader: AccountReader
  logger: Pick<Logger, 'warn'>
  /** Slots come every 0.4 s; this much silence means the stream is dead. 4 s by default. */
  silenceMs?: number
  random?: () => number
}

/** Slots told once more after a reconnect: what of them was on its way when the stream broke. */
const REPLAYED_SLOTS = 4n
/** A burst of watches and unwatches becomes one request. */
const REQUEST_AFTER_MS = 20
/** A server that answers no ping has taken the request over by then. */
const IN_FORCE_MS = 1_000

/**
 * Account changes over Yellowstone gRPC at `processed`: one stream whose request follows the watched accounts. After a
 * loss it goes on where it was, or, where the server no longer knows that slot, from a read of all accounts.
 */
export const createYellowstoneStream = (options: YellowstoneStreamOptions): AccountStream => {
  const watched = createAddressBook<{ seen: Written | null }>()
  /** Their subscription may not be in force yet: what changes before it is must be read. */
  const unsure = new Set<string>()
  let handlers: AccountStreamHandlers | null = null
  let requesting: NodeJS.Timeout | null = null
  let confirming: NodeJS.Timeout | null = null
  let lastPing = 0
  let lastSlot: bigint | null = null
  let replays = true

  const connection = new GeyserConnection({
    endpoints: options.endpoints,
    logger: options.logger,
    silenceMs: options.silenceMs ?? 4_000,
    random: options.random ?? Math.random,
    greet: () => {
      const from = lastSlot !== null && replays ? lastSlot - REPLAYED_SLOTS : null
      if (from === null) doubtAll()
      request(from)
    },
    onUpdate: (update) => receive(update),
    onState: (state) => handlers?.onState(state),
    onLost: ({ replayRefused }) => {
      replays = !replayRefused
    },
  })

  const deliver = (update: AccountUpdate, version: bigint | null, node: string): void => {
    const entry = watched.get(update.address)
    const written = { slot: update.slot, version, node }
    if (!entry || handlers?.isFuture?.(update.slot)) return
    const known = entry.seen && !handlers?.isFuture?.(entry.seen.slot) ? entry.seen : null
    if (!isNews(known, written)) return
    entry.seen = written
    handlers?.onAccount(update)
  }
  const reads = createAccountReads({
    reader: options.reader,
    logger: options.logger,
    isWatched: (address) => watched.get(address) !== undefined,
    deliver: (update) => deliver(update, null, update.node ?? ''),
    atLeast: () => lastSlot ?? 0n,
  })

  const doubtAll = (): void => {
    for (const address of watched.addresses()) unsure.add(address)
  }

  /** The ping after it is answered once it has been taken over. */
  const request = (from: bigint | null): void => {
    if (requesting) clearTimeout(requesting)
    requesting = null
    connection.send(subscribeRequest([...watched.addresses()], from))
    lastPing += 1
    connection.send(pingRequest(lastPing))
    if (confirming) clearTimeout(confirming)
    confirming = setTimeout(inForce, IN_FORCE_MS)
  }
  const requestSoon = (): void => {
    requesting ??= setTimeout(() => {
      requesting = null
      if (connection.isOpen) request(null)
    }, REQUEST_AFTER_MS)
  }
  const inForce = (): void => {
    if (confirming) clearTimeout(confirming)
    confirming = null
    if (!connection.isOpen) return
    reads.soon(unsure, 0)
    unsure.clear()
  }

  const receive = (update: SubscribeUpdate): void => {
    if (update.account) takeAccount(update.account)
    else if (update.slot) takeSlot(update.slot)
    else if (update.ping) connection.send(pingRequest(0))
    else if (update.pong?.id === lastPing) inForce()
  }

  const takeAccount = ({ account, slot }: NonNullable<SubscribeUpdate['account']>): void => {
    if (account?.pubkey.length !== 32 || account.owner.length !== 32)
      throw new Error('an account without an address')
    const address = watched.addressOf(account.pubkey)
    if (address === undefined) return
    const update = {
      address,
      owner: watched.nameOf(account.owner),
      // The message's buffer holds many others; a view of it would keep them all.
      data: new Uint8Array(account.data),
      slot: BigInt(slot),
      lamports: BigInt(account.lamports),
      node: connection.node,
    }
    deliver(update, BigInt(account.writeVersion), connection.node)
  }

  const takeSlot = ({ slot: text, parent, status }: NonNullable<SubscribeUpdate['slot']>): void => {
    if (status !== SlotStatus.SLOT_PROCESSED) return
    const slot = BigInt(text)
    replays = true
    if (lastSlot !== null && slot <= lastSlot) return
    // The slot it builds upon was never told, and with it whatever changed there.
    if (lastSlot !== null && parent !== undefined && BigInt(parent) > lastSlot)
      reads.soon(watched.addresses(), 0)
    lastSlot = slot
    handlers?.onSlot(slot)
  }

  return {
    source: 'yellowstone',
    start: (given) => {
      if (handlers) throw new Error('The account stream is already started')
      handlers = given
      connection.open()
    },
    watch: async (addresses) => {
      const added = watched.add(addresses, () => ({ seen: null }))
      if (added.length === 0) return
      for (const address of added) unsure.add(address)
      requestSoon()
      await reads.now(added)
    },
    unwatch: async (addresses) => {
      for (const address of addresses) {
        unsure.delete(address)
        if (watched.remove(address)) requestSoon()
      }
    },
    close: async () => {
      for (const timer of [requesting, confirming]) if (timer) clearTimeout(timer)
      reads.close()
      connection.close()
    },
  }
}
