import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { RequestPriority, RequestQueue } from '../http/request-queue'
import { askRedis, type Counts, type Grant, levels } from './grant-script'
import { createOwnStarts } from './own-starts'

export type SharedBudgetOptions = {
  redis: Redis
  /** The vendor and the key the requests count for; every process that names it shares the budget. */
  name: string
  /** Requests a second that the vendor grants, to all processes together. */
  rps: number
  /** The part of it that is this process's while Redis does not answer; the parts of all must not exceed 1. */
  shareAlone: number
  logger: Pick<Logger, 'warn' | 'info'>
  windowMs?: number
}

const WINDOW_MS = 5_000
/** Requests need not arrive as far apart as they left. */
const JITTER_MS = 50
/** The part of a window that others may have used when a request of that priority starts. */
const OPEN_TO: Counts = { exit: 1, entry: 0.8, quote: 0.8, refresh: 0.5 }
/** An exit waits no longer for Redis. */
const REDIS_ANSWERS_MS = 250
/** A Redis that does not answer is asked again after this long. */
const REST_MS = 1_000

/**
 * One budget of all processes, over a sliding window: exits before entries, entries before quotes, these before what is
 * read in the background, whichever process asks. A fifth of a window is kept for exits, half of it for trades. What
 * waits is asked for together: one round trip for a request at most where there is room, and one for many under load.
 */
export const createSharedBudget = (options: SharedBudgetOptions): RequestQueue => {
  const { redis, name, rps, shareAlone, logger, windowMs = WINDOW_MS } = options
  const member = randomUUID()
  const caps = capsOf((rps * windowMs) / 1_000)
  const capsAlone = capsOf((rps * windowMs * shareAlone) / 1_000)
  const capsAtLoss = { exit: capsAlone.exit, entry: 0, quote: 0, refresh: 0 }
  const heldMs = windowMs + JITTER_MS
  const own = createOwnStarts(heldMs)
  const waiting: Record<RequestPriority, (() => void)[]> = { exit: [], entry: [], quote: [], refresh: [] }
  let asking = false
  let lostAt: number | null = null
  let restUntil = 0
  let timer: NodeJS.Timeout | null = null
  /** The most urgent that was not granted when last asked; nothing behind it needs to ask. */
  let refused = levels.length

  const firstWaiting = (): number => {
    const first = levels.findIndex((level) => waiting[level].length > 0)
    return first === -1 ? levels.length : first
  }
  const wanted = () => Object.fromEntries(levels.map((level) => [level, waiting[level].length])) as Counts

  const askShared = async (wants: Counts): Promise<Grant | null> => {
    const untold = own.untold(performance.now())
    try {
      const grant = await inTime(
        askRedis(redis, { name, member, windowMs: heldMs, caps, wanted: wants, untold }),
      )
      own.allTold()
      if (lostAt !== null) logger.info({ budget: name }, 'The request budget is shared again')
      lostAt = null
      return grant
    } catch (error) {
      restUntil = performance.now() + REST_MS
      if (lostAt === null)
        logger.warn(
          { budget: name, reason: errorMessage(error) },
          'This process keeps to its own part of the budget',
        )
      lostAt ??= performance.now()
      return null
    }
  }

  /**
   * Within a window of the loss others may have used all there is. Exits start all the same, as many as are this
   * process's own part: a vendor that counts them refuses some, which costs them less than to wait for the next window.
   */
  const grantAlone = (now: number, wants: Counts): Grant => {
    const lost = lostAt ?? now
    const fresh = now < lost + heldMs
    const { granted, waitMs } = own.alone(now, fresh ? lost : 0, wants, fresh ? capsAtLoss : capsAlone)
    return { granted, waitMs: Math.max(1, Math.min(waitMs, Math.ceil(restUntil - now))) }
  }

  const startGranted = async (): Promise<void> => {
    const wants = wanted()
    const shared = performance.now() < restUntil ? null : await askShared(wants)
    const { granted, waitMs } = shared ?? grantAlone(performance.now(), wants)
    const tasks = levels.flatMap((level) => waiting[level].splice(0, granted[level]))
    own.started(performance.now(), tasks.length, shared !== null)
    const behind = levels.findIndex((level) => granted[level] < wants[level])
    refused = behind === -1 ? levels.length : behind
    for (const start of tasks) start()
    if (refused < levels.length) timer = setTimeout(ask, waitMs)
  }

  const ask = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    asking = true
    void startGranted().finally(() => {
      asking = false
      askIfNeeded()
    })
  }
  const askIfNeeded = (): void => {
    const first = firstWaiting()
    if (!asking && first < levels.length && (timer === null || first < refused)) ask()
  }

  return {
    run: (priority, task) =>
      new Promise((resolve, reject) => {
        waiting[priority].push(() => void task().then(resolve, reject))
        askIfNeeded()
      }),
  }
}

const capsOf = (most: number): Counts =>
  Object.fromEntries(levels.map((level) => [level, Math.max(1, Math.floor(most * OPEN_TO[level]))])) as Counts

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Error('Redis did not answer in time'))
    // An answer that came while this process was busy is read first.
    timer = setTimeout(() => setImmediate(refuse), REDIS_ANSWERS_MS)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
