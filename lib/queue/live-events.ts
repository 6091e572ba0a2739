import type { Redis } from 'ioredis'
import type { StreamEventName } from '@/lib/contracts/stream-events'
import type { Logger } from '@/lib/observability/logger'

const STREAM = 'events'
/** Some five minutes of a busy market: what a browser that lost its connection may catch up on. */
const KEPT = 20_000
const EVERYBODY = '*'

/** `userId` null is for everybody. `data` is as `streamEvents` in the contracts describes it. */
export type NewLiveEvent = { userId: number | null; name: StreamEventName; data: unknown }
/** `id` is the Redis stream's: milliseconds and a counter. */
export type LiveEvent = NewLiveEvent & { id: string }

export type LiveEventPublisher = { publish(event: NewLiveEvent): void }

/** Tells browsers; never throws and is never waited for, because no trade depends on it. */
export const createLiveEventPublisher = (redis: Redis, logger: Logger): LiveEventPublisher => {
  let failing = false
  return {
    publish: (event) => {
      redis
        .xadd(
          STREAM,
          'MAXLEN',
          '~',
          KEPT,
          '*',
          'user',
          event.userId === null ? EVERYBODY : String(event.userId),
          'name',
          event.name,
          'data',
          JSON.stringify(event.data),
        )
        .then(
          () => (failing = false),
          (error: unknown) => {
            if (!failing)
              logger.warn({ err: error }, 'Live events are not delivered while Redis is unreachable')
            failing = true
          },
        )
    },
  }
}

export type StreamEntry = [id: string, fields: string[]]

/** null for an entry that is none of ours. */
export const parseStreamEntry = ([id, fields]: StreamEntry): LiveEvent | null => {
  const values = new Map<string, string>()
  for (let index = 0; index + 1 < fields.length; index += 2)
    values.set(fields[index] as string, fields[index + 1] as string)
  const [user, name, data] = [values.get('user'), values.get('name'), values.get('data')]
  if (user === undefined || name === undefined || data === undefined) return null
  try {
    return {
      id,
      userId: user === EVERYBODY ? null : Number(user),
      name: name as StreamEventName,
      data: JSON.parse(data) as unknown,
    }
  } catch {
    return null
  }
}

/** -1, 0 or 1, in the stream's own order. */
export const compareEventIds = (left: string, right: string): number => {
  const [leftMs = '0', leftSeq = '0'] = left.split('-')
  const [rightMs = '0', rightSeq = '0'] = right.split('-')
  const difference = BigInt(leftMs) - BigInt(rightMs) || BigInt(leftSeq) - BigInt(rightSeq)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const isEventId = (text: string): boolean => /^\d{1,15}-\d{1,10}$/.test(text)

export const concerns = (event: LiveEvent, userId: number): boolean =>
  event.userId === null || event.userId === userId

export const eventStreamKey = STREAM
