import type { Redis } from 'ioredis'
import type { Logger } from '@/lib/observability/logger'
import {
  compareEventIds,
  concerns,
  eventStreamKey,
  isEventId,
  parseStreamEntry,
  type LiveEvent,
  type StreamEntry,
} from './live-events'
import { openRedis } from './redis'

type Listener = (event: LiveEvent) => void

export type LiveEventReader = {
  /** Events for this user and for everybody, from now on. */
  subscribe(userId: number, listener: Listener): () => void
  onAny(listener: Listener): () => void
  /** What was missed since `id`; `complete` is false when the stream no longer reaches back that far. */
  since(id: string, userId: number): Promise<{ events: LiveEvent[]; complete: boolean }>
  /** The newest id seen by this process. */
  lastId(): string
  /** Resolves once reading has begun, so that nothing after it is missed. */
  started(): Promise<void>
  close(): Promise<void>
}

const BLOCK_MS = 5_000
const BATCH = 500
const MAX_REPLAY = 20_000

/** One blocking read a process, handed to all its listeners in memory. */
export const createLiveEventReader = (redisUrl: string, logger: Logger): LiveEventReader => {
  const blocking = openRedis(redisUrl, { role: 'blocking', logger })
  const commands = openRedis(redisUrl, { role: 'blocking', logger })
  const listeners = new Set<Listener>()
  let newest = '0-0'
  let closed = false

  const deliver = (entries: StreamEntry[]): void => {
    for (const entry of entries) {
      newest = entry[0]
      const event = parseStreamEntry(entry)
      if (event) for (const listener of listeners) listener(event)
    }
  }

  const readNewest = async (): Promise<void> => {
    const [last] = await blocking.xrevrange(eventStreamKey, '+', '-', 'COUNT', 1)
    if (last) newest = last[0]
  }

  const follow = async (): Promise<void> => {
    while (!closed) {
      try {
        const answer = await blocking.xread(
          'COUNT',
          BATCH,
          'BLOCK',
          BLOCK_MS,
          'STREAMS',
          eventStreamKey,
          newest,
        )
        for (const [, entries] of answer ?? []) deliver(entries)
      } catch (error) {
        if (closed) return
        logger.warn({ err: error }, 'Reading live events failed; trying again')
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    }
  }

  const started = readNewest()
  started.then(follow, (error: unknown) => {
    if (!closed) logger.error({ err: error }, 'Live events cannot be read')
  })

  const listen = (listener: Listener): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    onAny: listen,
    subscribe: (userId, listener) => listen((event) => concerns(event, userId) && listener(event)),
    since: (id, userId) => replay(commands, id, userId),
    lastId: () => newest,
    started: () => started,
    close: async () => {
      closed = true
      listeners.clear()
      blocking.disconnect()
      commands.disconnect()
    },
  }
}

const replay = async (redis: Redis, id: string, userId: number) => {
  if (!isEventId(id)) return { events: [], complete: false }
  const [oldest] = await redis.xrange(eventStreamKey, '-', '+', 'COUNT', 1)
  if (!oldest || compareEventIds(oldest[0], id) > 0) return { events: [], complete: false }
  const entries = await redis.xrange(eventStreamKey, `(${id}`, '+', 'COUNT', MAX_REPLAY)
  const events = entries
    .flatMap((entry) => parseStreamEntry(entry) ?? [])
    .filter((event) => concerns(event, userId))
  return { events, complete: true }
}
