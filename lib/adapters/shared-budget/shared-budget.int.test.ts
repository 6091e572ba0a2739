import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { until } from '@/scripts/drills/until'
import { watchStalls } from '@/scripts/test/stalls'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import type { RequestPriority } from '../http/request-queue'
import { createSharedBudget } from './shared-budget'

const WINDOW_MS = 500
const PER_WINDOW = 10
/** What is granted starts a little later, and still later where this process stands still. */
const seenMs = () => WINDOW_MS - 50 - stalls.longestMs()
/** What does not wait for a window. */
const atOnceMs = () => WINDOW_MS + stalls.longestMs()
const stalls = watchStalls()
const logger = { warn: () => {}, info: () => {} }

let testRedis: TestRedis
let redis: Redis[] = []
let started: { by: string; priority: RequestPriority; at: number }[] = []

const connect = async () => {
  const one = openRedis(testRedis.url, { role: 'command' })
  await redisReady(one, 5_000)
  return one
}
beforeAll(async () => {
  testRedis = await createTestRedis()
  redis = await Promise.all([connect(), connect()])
})
beforeEach(async () => {
  started = []
  stalls.reset()
  await redis[0]!.flushdb()
})
afterAll(async () => {
  stalls.stop()
  for (const one of redis) one.disconnect()
  await testRedis.drop()
})

/** One process: its own connection, and a list of what it started. */
const processOf = (by: string, connection: Redis, shareAlone = 0.5) => {
  const budget = createSharedBudget({
    ...{ redis: connection, name: 'vendor', rps: (PER_WINDOW * 1_000) / WINDOW_MS, shareAlone, logger },
    windowMs: WINDOW_MS,
  })
  return (priority: RequestPriority, times = 1) =>
    Promise.all(
      Array.from({ length: times }, () =>
        budget.run(priority, async () => void started.push({ by, priority, at: performance.now() })),
      ),
    )
}
const count = (which: Partial<(typeof started)[number]>) =>
  started.filter((one) => Object.entries(which).every(([key, value]) => one[key as 'by'] === value)).length

/** What a vendor would see that counts over any window. */
const mostWithin = (ms: number, of = started) =>
  Math.max(...of.map(({ at }) => of.filter((one) => one.at >= at && one.at < at + ms).length))

describe('a budget shared by processes', () => {
  it('is never exceeded by all of them together, and is used up', async () => {
    const [web, worker] = [processOf('web', redis[0]!), processOf('worker', redis[1]!)]
    const from = performance.now()
    await Promise.all([web('quote', 25), worker('entry', 15), worker('exit', 20)])
    expect(mostWithin(seenMs())).toBeLessThanOrEqual(PER_WINDOW)
    // Sixty with ten a window, eight where exits are done: seven windows after the first.
    expect(performance.now() - from).toBeLessThan(WINDOW_MS * 10)
  })

  it('leaves room for an exit however many quotes another process waits for', async () => {
    const [web, worker] = [processOf('web', redis[0]!), processOf('worker', redis[1]!)]
    const quotes = web('quote', 30)
    await until('quotes have what they may have', async () => count({ by: 'web' }) >= 8)
    const beforeTheLastExit = () => {
      const last = started.findLastIndex(({ priority }) => priority === 'exit')
      return started.slice(0, last).filter(({ by }) => by === 'web').length
    }
    const from = performance.now()
    const atFirst = count({ by: 'web' })
    await worker('exit', 2)
    expect(performance.now() - from).toBeLessThan(atOnceMs())
    expect(beforeTheLastExit()).toBe(atFirst)
    // More exits than are kept for them: still all before the next quote.
    const then = count({ by: 'web' })
    await worker('exit', 6)
    expect(beforeTheLastExit()).toBe(then)
    await quotes
    expect(mostWithin(seenMs())).toBeLessThanOrEqual(PER_WINDOW)
    const asQuotes = started.filter(({ by }) => by === 'web')
    expect(mostWithin(seenMs(), asQuotes)).toBeLessThanOrEqual(8)
  })

  it('serves the process that waits for something more urgent, and leaves something to an equal that waits', async () => {
    const [web, worker] = [processOf('web', redis[0]!), processOf('worker', redis[1]!)]
    await web('quote', 8)
    const [first, second, entry] = [web('quote', 12), worker('quote', 12), worker('entry', 4)]
    await entry
    expect(count({ priority: 'quote' })).toBeLessThanOrEqual(12)
    await Promise.race([first, second])
    // Eight of them from before. One a window is left to whoever waits for longer; who gets the rest is a matter of moments.
    expect(count({ by: 'web', priority: 'quote' })).toBeGreaterThan(8)
    expect(count({ by: 'worker', priority: 'quote' })).toBeGreaterThan(0)
    await Promise.all([first, second])
  })

  it('lets background reading have half of it at most', async () => {
    const worker = processOf('worker', redis[0]!)
    const reads = worker('refresh', 9)
    await until('half of the window is used', async () => count({}) === 5)
    await worker('entry', 3)
    expect(count({ priority: 'refresh' })).toBe(5)
    await reads
  })

  it('asks for what waits together', async () => {
    const worker = processOf('worker', redis[0]!)
    const scripts = async () =>
      Number(/cmdstat_eval:calls=(\d+)/.exec(await redis[0]!.info('commandstats'))?.[1] ?? 0)
    const before = await scripts()
    await worker('exit', 10)
    expect((await scripts()) - before).toBeLessThanOrEqual(3)
  })

  it('F31: is kept to by parts while Redis is gone, and what was used then counts when it is back', async () => {
    const lost = await connect()
    const [web, worker] = [processOf('web', redis[0]!, 0.3), processOf('worker', lost, 0.7)]
    await Promise.all([web('quote', 2), worker('exit', 2)])
    lost.disconnect()
    const from = performance.now()
    const read = worker('refresh')
    // All of its own part at once: a stop waits for no window.
    await worker('exit', 7)
    expect(performance.now() - from).toBeLessThan(atOnceMs())
    // The web process may have used the window up, as far as this one knows.
    expect(count({ priority: 'refresh' })).toBe(0)
    await worker('exit', 7)
    await read
    // What was started before the loss comes on top, once.
    const alone = started.filter(({ at }) => at >= from)
    expect(mostWithin(seenMs(), alone)).toBeLessThanOrEqual(7)
    expect(count({ by: 'worker' })).toBe(17)

    await lost.connect()
    await redisReady(lost, 5_000)
    await until('the process shares again', async () => {
      await worker('exit')
      return (await redis[0]!.hlen('budget:{vendor}:started')) > 0
    })
    const since = performance.now() - WINDOW_MS
    await Promise.all([web('quote', 10), worker('exit', 10)])
    const shared = started.filter(({ at }) => at >= since)
    expect(mostWithin(seenMs(), shared)).toBeLessThanOrEqual(PER_WINDOW)
  })
  it('F31: with one request a second, a stop and what it needs start at once when Redis goes', async () => {
    const gone = await connect()
    gone.disconnect()
    const budget = createSharedBudget({ redis: gone, name: 'free', rps: 1, shareAlone: 0.75, logger })
    const from = performance.now()
    await Promise.all([1, 2, 3].map(() => budget.run('exit', async () => {})))
    expect(performance.now() - from).toBeLessThan(1_000)
  })
})
