import { findPosition, type PositionRow } from '@/lib/db/position-repository'
import { evaluateExit } from '@/lib/domain/exits/evaluate-exit'
import { decimal } from '@/lib/domain/money/decimal'
import { rowLevels, rowState } from '@/lib/services/exits/row-plan'
import { type BenchWorld, openBenchWorld } from './bench-world'
import { percentile } from './percentile'
import { openSlowFront } from './slow-front'

const POSITIONS = 50
const LATENCY_MS = 100
const ROUNDS = 20
const LIMIT_MS = 150
const SETUP_LIMIT_MS = 180_000

type Held = { mint: string; position: PositionRow; decimals: number }

/** Buys one position of each token; the catalogue's prices are watched together, as the vendor's budget asks. */
const buyEach = async (world: BenchWorld): Promise<Held[]> => {
  const rows = await world.control<{ mint: string; symbol: string; decimals: number }[]>('GET', '/market')
  const listed = rows.filter(({ symbol }) => /^X\d{3}$/.test(symbol)).slice(0, POSITIONS)
  await world.parts.feed.watch(listed.map(({ mint }) => mint))
  const held: Held[] = []
  for (const { mint, decimals } of listed) {
    const { orderId } = await world.placeBuy({
      token: mint,
      amountUsd: 20,
      takeProfitPct: 50,
      stopLossPct: 10,
    })
    const order = await world.finished(orderId, SETUP_LIMIT_MS)
    if (order.status !== 'FILLED') throw new Error(`not bought: ${JSON.stringify(order.timeline)}`)
    held.push({ mint, decimals, position: (await findPosition(world.db, order.positionId!))! })
  }
  return held
}

/**
 * The rounds in which the feed reads all pools from a node: from the moment it asks until the exit monitor,
 * which hears of each price before us, has judged the last of the tokens.
 */
const watchRounds = (world: BenchWorld, held: readonly Held[]) => {
  const wanted = new Set(held.map(({ mint }) => mint))
  const took: number[] = []
  let round: { asked: number; judged: Set<string> } | null = null
  const { rpc, feed } = world.parts
  const { accounts } = rpc
  rpc.accounts = (addresses, options) => {
    if (options?.need === 'poll') round = { asked: performance.now(), judged: new Set() }
    return accounts(addresses, options)
  }
  feed.onTick((tick) => {
    if (!round || tick.source !== 'account-poll' || !wanted.has(tick.mint)) return
    round.judged.add(tick.mint)
    if (round.judged.size < wanted.size) return
    took.push(performance.now() - round.asked)
    round = null
  })
  return took
}

/** As the original does: a price for one position after the other, each from the same source, judged by the same rules. */
const oneByOne = async (url: string, held: readonly Held[]): Promise<number> => {
  const started = performance.now()
  for (const { mint, position, decimals } of held) {
    const response = await fetch(`${url}/jupiter/price/v3?ids=${mint}`)
    const prices = (await response.json()) as Record<string, { usdPrice: number }>
    const price = decimal(String(prices[mint]!.usdPrice))
    evaluateExit(rowLevels(position, decimals), rowState(position), price, new Date())
  }
  return performance.now() - started
}

/** Every position judged when the stream is silent and each answer of the price source takes 100 ms. */
export const sweep = async () => {
  const front = await openSlowFront()
  try {
    const world = await openBenchWorld({ tokens: POSITIONS, front: front.inFrontOf })
    try {
      return await measure(world, front)
    } finally {
      await world.close()
    }
  } finally {
    await front.close()
  }
}

const measure = async (world: BenchWorld, front: Awaited<ReturnType<typeof openSlowFront>>) => {
  await world.startTrading()
  const held = await buyEach(world)
  front.slowDown(LATENCY_MS)
  front.cutSubscriptions()
  const took = watchRounds(world, held)
  await world.until(`${ROUNDS} rounds`, async () => took.length >= ROUNDS, 120_000)
  const rounds = took.slice(0, ROUNDS)
  const sequentialMs = await oneByOne(front.url, held)
  const p95 = percentile(rounds, 95)
  const figures = {
    positions: held.length,
    'latency ms': LATENCY_MS,
    'all judged p50 ms': Math.round(percentile(rounds, 50)),
    'all judged p95 ms': Math.round(p95),
    'asked ms': LIMIT_MS,
    'one by one ms': Math.round(sequentialMs),
  }
  return {
    figures,
    baseline: { name: 'one position after the other, as the original does', ms: Math.round(sequentialMs) },
    ratio: sequentialMs / p95,
    passed: p95 <= LIMIT_MS,
    detail: { rounds: rounds.map(Math.round), limitMs: LIMIT_MS },
  }
}
