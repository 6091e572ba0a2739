import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'

const AGAIN_MS = 1_000

export type AccountReadsOptions = {
  reader: AccountReader
  logger: Pick<Logger, 'warn'>
  isWatched: (address: string) => boolean
  deliver: (update: AccountUpdate) => void
  /** The slot that what is read from now on must have reached; any by default. */
  atLeast?: () => bigint
}

/** The current states beside a stream of changes: read at once or gathered, and read again until they are known. */
export const createAccountReads = ({ reader, logger, isWatched, deliver, atLeast }: AccountReadsOptions) => {
  /** With the slot each must have reached. */
  const unread = new Map<string, bigint>()
  let waiting: NodeJS.Timeout | null = null
  let closed = false

  const read = async (wanted: ReadonlyMap<string, bigint>): Promise<void> => {
    const addresses = [...wanted.keys()].filter(isWatched)
    if (closed || addresses.length === 0) return
    const needed = addresses.reduce((most, address) => {
      const slot = wanted.get(address)!
      return slot > most ? slot : most
    }, 0n)
    try {
      const current = await reader.accounts(addresses, { need: 'poll', atLeast: needed })
      for (const update of current.values()) deliver(update)
      // No node had come so far; the next look asks for no more than this one did.
      readSoon(
        addresses.filter((address) => (current.get(address)?.slot ?? needed) < needed),
        needed,
        AGAIN_MS,
      )
    } catch (error) {
      logger.warn({ reason: errorMessage(error), accounts: addresses.length }, 'Accounts could not be read')
      readSoon(addresses, needed, AGAIN_MS)
    }
  }

  const readSoon = (addresses: Iterable<string>, needed: bigint, afterMs: number): void => {
    for (const address of addresses) {
      const before = unread.get(address) ?? 0n
      unread.set(address, before > needed ? before : needed)
    }
    if (closed || unread.size === 0) return
    waiting ??= setTimeout(() => {
      waiting = null
      const batch = new Map(unread)
      unread.clear()
      void read(batch)
    }, afterMs)
  }

  const from = (): bigint => atLeast?.() ?? 0n
  return {
    now: (addresses: readonly string[]): Promise<void> => {
      const needed = from()
      return read(new Map(addresses.map((address) => [address, needed])))
    },
    soon: (addresses: Iterable<string>, afterMs: number): void => readSoon(addresses, from(), afterMs),
    close: (): void => {
      closed = true
      if (waiting) clearTimeout(waiting)
    },
  }
}
