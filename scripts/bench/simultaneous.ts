import { readFileSync } from 'node:fs'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { orders, positions, tokens as tokensTable, wallets } from '@/drizzle/schema'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { unfinishedStatuses } from '@/lib/domain/orders/order-status'
import type { Trader } from '@/scripts/drills/trading-world'
import { type BenchWorld, openBenchWorld } from './bench-world'
import { STAGES, traceExits } from './exit-traces'
import { percentile } from './percentile'

type Case = { exits: number; traders: number; tokens: number; rounds: number; limitMs: number }

/** Each trader holds one position of each token. */
const CASES: readonly Case[] = [
  { exits: 1, traders: 1, tokens: 1, rounds: 10, limitMs: 300 },
  { exits: 100, traders: 10, tokens: 10, rounds: 3, limitMs: 1_500 },
  { exits: 1_000, traders: 100, tokens: 10, rounds: 1, limitMs: 10_000 },
]
const FALL_PCT = -15
const AT_ONCE = 16
const BUY_TRIES = 8
const SETUP_LIMIT_MS = 120_000
const EXIT_LIMIT_MS = 120_000

const tokenNames = (count: number) =>
  Array.from({ length: count }, (_, n) => `X${String(n + 1).padStart(3, '0')}`)

/** Runs `work` on each item, some at a time. */
const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = [...items]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
    }),
  )
}

/** A purchase may be refused where many come at once; it is asked for again. */
const buyAll = async (world: BenchWorld, traders: readonly Trader[], tokens: readonly string[]) => {
  const wanted = tokens.flatMap((token) => traders.map((trader) => ({ trader, token })))
  const users = traders.map(({ user }) => user.userId)
  let missing = wanted
  for (let tries = 0; missing.length > 0; tries += 1) {
    if (tries === BUY_TRIES) throw new Error(`not bought: ${await whyNotBought(world, users)}`)
    await each(missing, async ({ trader, token }) => {
      await trader.placeBuy({ token, amountUsd: 20, takeProfitPct: 50, stopLossPct: 10 })
    })
    await untilQuiet(world)
    const held = await world.db
      .select({ userId: positions.userId, symbol: tokensTable.symbol })
      .from(positions)
      .innerJoin(tokensTable, eq(tokensTable.mint, positions.tokenMint))
      .where(and(inArray(positions.userId, users), eq(positions.status, 'OPEN')))
    const known = new Set(held.map(({ userId, symbol }) => `${userId} ${symbol}`))
    missing = wanted.filter(({ trader, token }) => !known.has(`${trader.user.userId} ${token}`))
  }
}

const whyNotBought = async (world: BenchWorld, users: readonly number[]): Promise<string> => {
  const refused = await world.db
    .select({ status: orders.status, why: orders.denialDetail })
    .from(orders)
    .where(and(inArray(orders.userId, [...users]), eq(orders.side, 'BUY'), ne(orders.status, 'FILLED')))
  return JSON.stringify(refused.slice(0, 5))
}

type Cpu = { jarvis: number; sandbox: number }
type Round = { stages: number[][]; closedMs: number; cpu: { untilSent: Cpu; untilClosed: Cpu } }

const oneRound = async (
  world: BenchWorld,
  traces: ReturnType<typeof traceExits>,
  size: Case,
): Promise<Round> => {
  const tokens = tokenNames(size.tokens)
  const traders: Trader[] = []
  await each([...Array(size.traders).keys()], async () => void traders.push(await world.newTrader()))
  await buyAll(world, traders, tokens)
  const users = traders.map(({ user }) => user.userId)
  const held = await world.db
    .select({ mint: positions.tokenMint })
    .from(positions)
    .where(inArray(positions.userId, users))
  const prices = new Map(held.map(({ mint }) => [mint, world.parts.feed.latest(mint)!.priceUsd.toNumber()]))
  // What the purchases left to do is done, and the monitor has taken every position over.
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const before = cpuSeconds(world)
  let sent = before
  let tellAllSent = () => {}
  const allSent = new Promise<void>((resolve) => (tellAllSent = resolve))
  traces.begin(prices, size.exits, () => {
    sent = cpuSeconds(world)
    tellAllSent()
  })
  const moved = performance.now()
  await Promise.all(tokens.map((token) => world.price(token, { changePct: FALL_PCT })))
  // Asked for only once all are out: the questions take the processor too.
  await Promise.race([allSent, new Promise((resolve) => setTimeout(resolve, EXIT_LIMIT_MS).unref())])
  await world.until(
    'every sell is sent and booked',
    async () => {
      const [open] = await world.db
        .select({ count: sql<number>`count(*)::int` })
        .from(positions)
        .where(and(inArray(positions.userId, users), sql`${positions.closedAt} is null`))
      return open!.count === 0 || Promise.reject(new Error(`${open!.count} still open`))
    },
    EXIT_LIMIT_MS,
  )
  const closedMs = performance.now() - moved
  const closed = cpuSeconds(world)
  const sold = await world.db
    .select({ createdAt: orders.createdAt, mint: orders.tokenMint, wallet: wallets.address })
    .from(orders)
    .innerJoin(wallets, eq(wallets.id, orders.walletId))
    .where(and(inArray(orders.userId, users), eq(orders.side, 'SELL')))
  if (sold.length !== size.exits) throw new Error(`${sold.length} sells for ${size.exits} positions`)
  const stages = sold.map((exit) => {
    const at = traces.of(exit, moved)
    if (!at) throw new Error(`the exit of ${exit.mint} was not seen at every stage`)
    return at
  })
  await Promise.all(
    tokens.map((token) => world.price(token, { changePct: 100 / (1 + FALL_PCT / 100) - 100 })),
  )
  await untilQuiet(world)
  const since = (at: Cpu): Cpu => ({
    jarvis: Number((at.jarvis - before.jarvis).toFixed(2)),
    sandbox: Number((at.sandbox - before.sandbox).toFixed(2)),
  })
  return { stages, closedMs, cpu: { untilSent: since(sent), untilClosed: since(closed) } }
}

const untilQuiet = (world: BenchWorld) =>
  world.until(
    'no order is at work',
    async () => {
      const [working] = await world.db
        .select({ count: sql<number>`count(*)::int` })
        .from(orders)
        .where(inArray(orders.status, [...unfinishedStatuses]))
      return working!.count === 0
    },
    SETUP_LIMIT_MS,
  )

/** Processor seconds used so far by this process (JARVIS and the measuring) and by the sandbox; Linux only. */
const cpuSeconds = ({ sandboxPid }: BenchWorld): Cpu => {
  const { user, system } = process.cpuUsage()
  return { jarvis: (user + system) / 1e6, sandbox: processSeconds(sandboxPid) }
}

const processSeconds = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

const measured = (size: Case, rounds: readonly Round[]) => {
  const exits = rounds.flatMap(({ stages }) => stages)
  const sent = exits.map((at) => at.at(-1)!)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const took = STAGES.map((_, place) => mean(exits.map((at) => at[place]! - (at[place - 1] ?? 0))))
  const total = took.reduce((sum, ms) => sum + ms, 0)
  return {
    exits: size.exits,
    rounds: rounds.length,
    sentMs: {
      p50: round(percentile(sent, 50)),
      p95: round(percentile(sent, 95)),
      max: round(Math.max(...sent)),
    },
    limitMs: size.limitMs,
    passed: percentile(sent, 95) < size.limitMs,
    closedMs: round(Math.max(...rounds.map(({ closedMs }) => closedMs))),
    stages: Object.fromEntries(
      STAGES.map((stage, place) => [
        stage,
        { ms: round(took[place]!), share: `${round((100 * took[place]!) / total)} %` },
      ]),
    ),
    cpuSeconds: rounds.map(({ cpu }) => cpu),
  }
}

const round = (value: number): number => Number(value.toPrecision(3))

/** From a fall of prices on the chain to each sell handed to the senders, for one, a hundred and a thousand stops at once. */
export const simultaneous = async () => {
  const world = await openBenchWorld({ tokens: 10 })
  try {
    await storeRiskLimits(world.db, null, { maxCorrelated: 1_000, updatedAt: new Date() })
    const traces = traceExits(world)
    await traces.start()
    const only = process.env.BENCH_EXITS
    const results = []
    for (const size of CASES.filter(({ exits }) => !only || only.split(',').includes(String(exits)))) {
      const rounds: Round[] = []
      for (let nth = 0; nth < size.rounds; nth += 1) {
        const started = performance.now()
        rounds.push(await oneRound(world, traces, size))
        console.log(
          `  ${size.exits} exits, round ${nth + 1}: ${Math.round((performance.now() - started) / 1_000)} s with its purchases`,
        )
      }
      results.push(measured(size, rounds))
    }
    return {
      figures: results.map(({ exits, rounds, sentMs, limitMs, passed }) => ({
        exits,
        rounds,
        'p50 ms': sentMs.p50,
        'p95 ms': sentMs.p95,
        'max ms': sentMs.max,
        'asked p95 ms': limitMs,
        passed,
      })),
      baseline: {
        name: 'limits asked for',
        limits: CASES.map(({ exits, limitMs }) => ({ exits, p95Ms: limitMs })),
      },
      ratio: Math.max(...results.map(({ sentMs, limitMs }) => sentMs.p95 / limitMs)),
      passed: results.every(({ passed }) => passed),
      detail: results,
    }
  } finally {
    await world.close()
  }
}
