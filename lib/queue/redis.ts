import { Redis } from 'ioredis'
import type { Logger } from '@/lib/observability/logger'

/**
 * - `command`: answers or fails within a second; never queues while the connection is down
 * - `blocking`: for one blocking read at a time, waits for ever
 * - `bullmq`: as BullMQ demands
 */
export type RedisRole = 'command' | 'blocking' | 'bullmq'

const reconnectDelay = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000)

const roleOptions = {
  command: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 1_000,
    enableAutoPipelining: true,
  },
  blocking: { maxRetriesPerRequest: null },
  bullmq: { maxRetriesPerRequest: null },
} as const

export const openRedis = (url: string, options: { role: RedisRole; logger?: Logger }): Redis => {
  const redis = new Redis(url, {
    ...roleOptions[options.role],
    connectTimeout: 2_000,
    retryStrategy: reconnectDelay,
    connectionName: `jarvis-${options.role}`,
  })
  let reported = ''
  redis.on('error', (error: Error) => {
    // Reconnecting repeats one error many times a second; each distinct one is told once.
    if (error.message === reported) return
    reported = error.message
    options.logger?.warn({ err: error, role: options.role }, 'Redis connection lost; reconnecting')
  })
  redis.on('ready', () => {
    if (reported) options.logger?.info({ role: options.role }, 'Redis connection restored')
    reported = ''
  })
  return redis
}

/** True once commands are accepted, false when that took longer than `timeoutMs`. */
export const redisReady = (redis: Redis, timeoutMs: number): Promise<boolean> => {
  if (redis.status === 'ready') return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (ready: boolean) => {
      clearTimeout(timer)
      redis.off('ready', onReady)
      resolve(ready)
    }
    const onReady = () => finish(true)
    const timer = setTimeout(() => finish(false), timeoutMs)
    redis.once('ready', onReady)
  })
}
