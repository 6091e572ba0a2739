import { z } from 'zod'
import { createAccountReads } from '@/lib/adapters/wire/account-reads'
import type { Logger } from '@/lib/observability/logger'
import type {
  AccountReader,
  AccountStream,
  AccountStreamHandlers,
  AccountUpdate,
} from '@/lib/ports/account-stream'
import { RpcSocket, type SocketEndpoint } from './rpc-socket'

export type AccountStreamOptions = {
  endpoints: readonly SocketEndpoint[]
  /** Reads current states: at once for new addresses, and for all after a reconnect, so that no gap stays. */
  reader: AccountReader
  logger: Pick<Logger, 'warn'>
  /** Slots come every 0.4 s; this much silence means the stream is dead. 4 s by default. */
  silenceMs?: number
}

/** Confirmations of a burst of subscriptions are answered by one read. */
const READ_TOGETHER_MS = 20

type Source = 'stream' | 'read'

const accountNotification = z.object({
  context: z.object({ slot: z.number() }),
  value: z.object({
    lamports: z.number(),
    owner: z.string(),
    data: z.tuple([z.string(), z.literal('base64')]),
  }),
})
const slotNotification = z.object({ slot: z.number() })

/**
 * Account changes over WebSocket subscriptions at `processed`. An account never goes back to an older
 * slot, whichever node answers.
 */
export const createAccountStream = (options: AccountStreamOptions): AccountStream => {
  const watched = new Map<string, () => void>()
  const last = new Map<string, { slot: bigint; source: Source }>()
  let handlers: AccountStreamHandlers | null = null

  const socket = new RpcSocket({
    endpoints: options.endpoints,
    logger: options.logger,
    silenceMs: options.silenceMs ?? 4_000,
    alive: 'message',
    onState: (state) => handlers?.onState(state),
  })

  /** Within one slot the stream is ahead of a read, and a later read ahead of an earlier one. */
  const deliver = (update: AccountUpdate, source: Source): void => {
    const remembered = last.get(update.address)
    if (!watched.has(update.address) || handlers?.isFuture?.(update.slot)) return
    const known = remembered && !handlers?.isFuture?.(remembered.slot) ? remembered : undefined
    if (known && update.slot < known.slot) return
    if (known?.slot === update.slot && known.source === 'stream' && source === 'read') return
    last.set(update.address, { slot: update.slot, source })
    handlers?.onAccount(update)
  }

  const reads = createAccountReads({
    reader: options.reader,
    logger: options.logger,
    isWatched: (address) => watched.has(address),
    deliver: (update) => deliver(update, 'read'),
  })

  const subscribeTo = (address: string): (() => void) =>
    socket.subscribe({
      subscribe: 'accountSubscribe',
      unsubscribe: 'accountUnsubscribe',
      params: [address, { encoding: 'base64', commitment: 'processed' }],
      // What changed between the last delivery and now was not seen.
      onConfirmed: () => reads.soon([address], READ_TOGETHER_MS),
      onNotification: (result) => {
        const parsed = accountNotification.safeParse(result)
        if (!parsed.success) return
        const { context, value } = parsed.data
        const data = new Uint8Array(Buffer.from(value.data[0], 'base64'))
        const { owner, lamports } = value
        deliver({ address, owner, data, slot: BigInt(context.slot), lamports: BigInt(lamports) }, 'stream')
      },
    })

  return {
    source: 'websocket',
    start: (given) => {
      if (handlers) throw new Error('The account stream is already started')
      handlers = given
      socket.subscribe({
        subscribe: 'slotSubscribe',
        unsubscribe: 'slotUnsubscribe',
        params: [],
        onNotification: (result) => {
          const parsed = slotNotification.safeParse(result)
          if (parsed.success) handlers?.onSlot(BigInt(parsed.data.slot))
        },
      })
    },
    watch: async (addresses) => {
      const added = [...new Set(addresses)].filter((address) => !watched.has(address))
      for (const address of added) watched.set(address, subscribeTo(address))
      await reads.now(added)
    },
    unwatch: async (addresses) => {
      for (const address of addresses) {
        watched.get(address)?.()
        watched.delete(address)
        last.delete(address)
      }
    },
    close: async () => {
      reads.close()
      socket.close()
      watched.clear()
    },
  }
}
