import { setTimeout as pause } from 'node:timers/promises'
import { and, inArray, notInArray } from 'drizzle-orm'
import { orders } from '@/drizzle/schema'
import { unfinishedStatuses } from '@/lib/domain/orders/order-status'
import type { Trader } from '@/scripts/drills/trading-world'
import { startAccepting } from './accepting'
import { type BenchWorld, openBenchWorld } from './bench-world'
import { percentile } from './percentile'
import { traceTrades, waitedMs } from './trade-traces'

const TRADES = Number(process.env.BENCH_TRADES ?? 100)
const PER_SECOND = 10
/** A wallet trades again only after its trade before has been booked. */
const TRADERS = 20
const OWN_LIMIT_MS = 60
const LOOK_MS = 100

/** Milliseconds from acceptance on, but for the first, which ends with it. */
type Trade = {
  accepting: number
  takenUp: number
  waited: number
  sent: number
  own: number
  confirmed: number
}

/**
 * From the order being accepted to its transaction being handed to the senders, and to the chain confirming it. Our own
 * share is the time until it is sent without what was waited for venue and nodes. Entries are accepted in a process
 * beside the worker's, as by `npm start`.
 */
export const execution = async () => {
  const world = await openBenchWorld()
  const ends = [() => world.close()]
  try {
    await world.control('PUT', '/market', { frozen: true })
    const traders: Trader[] = []
    for (let n = 0; n < TRADERS; n += 1) traders.push(await world.newTrader())
    const traces = await traceTrades(world)
    const entries = await startAccepting(world.environment)
    ends.push(() => entries.end())
    const trade = oneTrade(world, entries, traces, finishedIn(world))
    // The first ones open connections and compile.
    for (const trader of traders.slice(0, 10)) await (await trade(trader))()

    const oneByOne: Trade[] = []
    for (let n = 0; n < TRADES; n += 1) oneByOne.push(await (await trade(traders[n % TRADERS]!))())
    const together: Promise<() => Promise<Trade>>[] = []
    for (let n = 0; n < TRADES; n += 1) {
      together.push(trade(traders[n % TRADERS]!))
      await pause(1_000 / PER_SECOND)
    }
    const filled = await Promise.all(together)
    const figures = {
      'one by one': figuresOf(oneByOne),
      '10 a second': figuresOf(await Promise.all(filled.map((read) => read()))),
    }
    const worst = Math.max(...Object.values(figures).map(({ ownP95 }) => ownP95))
    return {
      figures,
      baseline: { name: 'limit asked for', ownP95Ms: OWN_LIMIT_MS },
      ratio: worst / OWN_LIMIT_MS,
      passed: worst <= OWN_LIMIT_MS,
    }
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

/** Resolves once the order has ended; what its timeline says is read when nothing is measured any more. */
const oneTrade =
  (
    world: BenchWorld,
    entries: Awaited<ReturnType<typeof startAccepting>>,
    traces: Awaited<ReturnType<typeof traceTrades>>,
    isFinished: (orderId: string) => Promise<void>,
  ) =>
  async (trader: Trader): Promise<() => Promise<Trade>> => {
    const asked = performance.now()
    const buy = { token: 'BONK', amountUsd: 20 }
    const { orderId, at: accepted } = await entries.accept(trader.user.userId, buy)
    await isFinished(orderId)
    const trace = traces.take(trader.user.wallet)
    return async () => {
      const order = await world.order(orderId)
      if (order.status !== 'FILLED') throw new Error(`not bought: ${JSON.stringify(order.timeline)}`)
      if (!trace) throw new Error('a trade left no trace')
      const filled =
        Date.parse(order.timeline.find(({ step }) => step === 'filled')!.at) - performance.timeOrigin
      const waited = waitedMs(trace)
      return {
        accepting: accepted - asked,
        takenUp: trace.takenUp - accepted,
        waited,
        sent: trace.sent - accepted,
        own: trace.sent - accepted - waited,
        confirmed: filled - accepted,
      }
    }
  }

/** One query for all that are waited for: reading each order again and again would be most of the work. */
const finishedIn = ({ db }: BenchWorld) => {
  const waiting = new Map<string, () => void>()
  const look = async (): Promise<void> => {
    const rows = await db
      .select({ id: orders.id })
      .from(orders)
      .where(and(inArray(orders.id, [...waiting.keys()]), notInArray(orders.status, [...unfinishedStatuses])))
    for (const { id } of rows) {
      waiting.get(id)?.()
      waiting.delete(id)
    }
    if (waiting.size > 0) setTimeout(() => void look(), LOOK_MS)
  }
  return (orderId: string): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.size === 0) setTimeout(() => void look(), LOOK_MS)
      waiting.set(orderId, resolve)
    })
}

const figuresOf = (trades: readonly Trade[]) => {
  const of = (part: keyof Trade, p: number) =>
    Math.round(
      percentile(
        trades.map((trade) => trade[part]),
        p,
      ),
    )
  return {
    trades: trades.length,
    ownP50: of('own', 50),
    ownP95: of('own', 95),
    acceptingP50: of('accepting', 50),
    takenUpP50: of('takenUp', 50),
    waitedP50: of('waited', 50),
    waitedP95: of('waited', 95),
    sentP50: of('sent', 50),
    sentP95: of('sent', 95),
    confirmedP50: of('confirmed', 50),
    confirmedP95: of('confirmed', 95),
  }
}
