import type { Redis } from 'ioredis'
import { z } from 'zod'
import { afterFailure, askCircuit, type Circuit } from '@/lib/domain/execution/circuit'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { CircuitBreakers } from '@/lib/ports/circuit-breakers'

export type CircuitBreakersDeps = {
  redis: Redis
  logger: Pick<Logger, 'warn'>
  now: () => number
}

const TTL_SECONDS = 300
const TRIES = 4
/** A Redis that does not answer is asked again only after this long: an exit must not wait for it at each step. */
const REST_MS = 1_000

const circuitJson = z.object({
  state: z.enum(['CLOSED', 'OPEN', 'HALF_OPEN']),
  failures: z.number().int().nonnegative(),
  since: z.number(),
})

/** Sets KEYS[1] to ARGV[2] for ARGV[3] seconds, or deletes it where that is empty, if it still holds ARGV[1]. */
const SWAP = `
if (redis.call('get', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('del', KEYS[1]) else redis.call('set', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
return 1`

/**
 * One circuit a service under `circuit:<service>`, shared by all processes and forgotten after five minutes. While
 * Redis does not answer each process keeps its own.
 */
export const createCircuitBreakers = ({ redis, logger, now }: CircuitBreakersDeps): CircuitBreakers => {
  const own = new Map<string, Circuit>()
  let restUntil = 0

  const inRedis = async <T>(
    service: string,
    step: (known: Circuit | null) => { answer: T; next: Circuit | null },
  ): Promise<T> => {
    const key = `circuit:${service}`
    for (let tries = TRIES; ; tries -= 1) {
      const stored = (await redis.get(key)) ?? ''
      const known = read(stored)
      const { answer, next } = step(known)
      const text = next === known ? stored : next ? JSON.stringify(next) : ''
      if (text === stored) return answer
      const swapped = await redis.eval(SWAP, 1, key, stored, text, TTL_SECONDS)
      // Others change it at the same time: their news is as good as ours.
      if (swapped === 1 || tries === 0) return answer
    }
  }

  const here = <T>(
    service: string,
    step: (known: Circuit | null) => { answer: T; next: Circuit | null },
  ): T => {
    const { answer, next } = step(own.get(service) ?? null)
    if (next) own.set(service, next)
    else own.delete(service)
    return answer
  }

  const change = async <T>(
    service: string,
    step: (known: Circuit | null) => { answer: T; next: Circuit | null },
  ): Promise<T> => {
    if (now() < restUntil) return here(service, step)
    try {
      return await inRedis(service, step)
    } catch (error) {
      restUntil = now() + REST_MS
      logger.warn({ service, reason: errorMessage(error) }, 'circuits are kept by this process alone')
      return here(service, step)
    }
  }

  return {
    ask: (service) =>
      change(service, (known) => {
        const { passage, next } = askCircuit(known, now())
        return { answer: passage, next }
      }),
    // A service that answered is well, whoever asked.
    succeeded: (service) => change(service, () => ({ answer: undefined, next: null })),
    failed: (service) =>
      change(service, (known) => ({ answer: undefined, next: afterFailure(known, now()) })),
  }
}

/** As they stand in Redis, in the order asked for; null: closed and without failures. */
export const readCircuits = async (
  redis: Pick<Redis, 'mget'>,
  services: readonly string[],
): Promise<(Circuit | null)[]> =>
  (await redis.mget(services.map((service) => `circuit:${service}`))).map((stored) => read(stored ?? ''))

const read = (stored: string): Circuit | null => {
  if (stored === '') return null
  try {
    return circuitJson.parse(JSON.parse(stored))
  } catch {
    return null
  }
}
