import type { GuardedPosition } from '@/lib/db/position-repository'
import { decimal, ONE } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { ExitMonitor } from '@/lib/services/exits/exit-monitor'
import type { PriceTick } from '@/lib/services/prices/price-tick'
import { away, mints, uuid } from './exits-book'
import { firstSpots, randomFrom, zipf } from './exits-market'

const SEED = 20_260_102
const START = new Date('2026-01-01T00:00:00Z')
/** The busiest token has 13 % of all positions. */
const BUSIEST = 0
const CHANGED = 1_000
const AMOUNT_RAW = 200_000_000n

const tickOf = (mint: string, spot: number, depth: bigint, at: Date): PriceTick => {
  const pool = {
    ...({ address: mint, kind: 'constant-product', baseMint: mint, quoteMint: USDC_MINT } as const),
    ...{ baseDecimals: 6, quoteDecimals: 6, tradeFeeMillionths: 2_500n },
    ...{ baseReserve: depth, quoteReserve: (depth * BigInt(Math.round(spot * 1e12))) / 10n ** 12n },
  }
  return { mint, pool, priceUsd: spotPrice(pool), quoteUsd: ONE, slot: 1n, at, source: 'bench' }
}

const rowsOf = (size: number, spots: Float64Array): GuardedPosition[] => {
  const random = randomFrom(SEED)
  return Array.from({ length: size }, (_, slot) => {
    const token = zipf(random)
    return {
      id: uuid(random, slot, 0),
      ...({ userId: 1, tokenMint: mints[token]!, symbol: 'BENCH', decimals: 6, status: 'OPEN' } as const),
      ...{ guarded: true, exitSeq: 0, updatedAt: START, timeStopAt: null },
      ...{ amountRaw: AMOUNT_RAW, boughtRaw: AMOUNT_RAW, costRaw: 100_000_000n, feesUsd: '0' },
      entryPriceUsd: decimal(String(spots[token]!)).toFixed(),
      ...{ takeProfitPct: String(away(random)), stopLossPct: String(away(random)) },
      trailingStopPct: random() < 1 / 3 ? String(away(random)) : null,
      ...{
        trailingActivationPct: null,
        breakEvenAtPct: null,
        breakEvenArmedAt: null,
        peakPriceUsd: null,
        peakAmountRaw: null,
      },
      ...{ ladder: [], ladderDone: 0 },
    }
  })
}

/**
 * How long the exit monitor keeps a price waiting while it does what grows with the number of positions:
 * the longest time in which the event loop did nothing else. Rows are generated, storing is left out; the
 * database's share is another process's.
 */
export const measurePauses = async (size: number) => {
  const spots = firstSpots(SEED)
  const rows = rowsOf(size, spots).sort((a, b) => (a.id < b.id ? -1 : 1))
  const ticks = new Map<string, PriceTick>()
  let now = START
  let stored = 0
  let changed: GuardedPosition[] = []
  const monitor = new ExitMonitor({
    feed: {
      watch: async () => {},
      unwatch: async () => {},
      latest: (mint) => ticks.get(mint),
      confirmedAt: () => now,
      onTick: () => () => {},
      readAgain: async (mint) => ticks.get(mint) ?? null,
    },
    newestChange: async () => START,
    loadPositions: async ({ since, after, limit }) => {
      const from = after === null ? 0 : placeAfter(rows, after)
      return since === null ? rows.slice(from, from + limit) : after === null ? changed : []
    },
    saveStates: async (states) => void (stored += states.length),
    triggerExit: async () => null,
    onDifference: () => {},
    onOdd: () => {},
    onStale: () => {},
    logger: { info: () => {}, error: () => {} },
    now: () => now,
  })
  const price = (token: number, factor: number, depth = 10n ** 15n) =>
    ticks.set(mints[token]!, tickOf(mints[token]!, spots[token]! * factor, depth, now))
  const everyPrice = (factor: number) => spots.forEach((_, token) => price(token, factor))
  const figures: Record<string, { longestPauseMs: number; ofProcessorMs: number; tookMs: number }> = {}
  const during = async (name: string, sweeps: number, aheadMs: number) => {
    const start = performance.now()
    const probe = probePauses()
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      now = new Date(now.getTime() + aheadMs)
      await monitor.sweep()
      await idle()
    }
    figures[name] = { ...(await probe.stop()), tookMs: Math.round(performance.now() - start) }
  }
  await during('every position read at the start', 1, 0)
  everyPrice(1)
  await during('a first price of every token', 3, 500)
  everyPrice(1.01)
  await during('every peak raised and stored', 40, 1_000)
  changed = rows.filter((_, place) => place % Math.ceil(size / CHANGED) === 0)
  for (const row of changed) row.amountRaw -= 1n
  await during('a thousand positions changed', 2, 500)
  changed = []
  await during('a second without news', 2, 500)
  price(BUSIEST, 1.01, 7n * 10n ** 14n)
  await during('a third of the busiest pool withdrawn', 4, 500)
  await during('every position read again', Math.ceil(size / 6_000) + 2, 31_000)
  const { heapUsed, external } = process.memoryUsage()
  return { figures, stored, heapBytesAPosition: Math.round((heapUsed + external) / size) }
}

/** The longest turn of the event loop by the clock, and in processor time of this process, which other processes do not lengthen. */
const probePauses = () => {
  const cpuMs = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e3
  }
  let longest = 0
  let longestCpu = 0
  let going = true
  const run = async () => {
    while (going) {
      const [at, cpu] = [performance.now(), cpuMs()]
      await new Promise((resolve) => setImmediate(resolve))
      longest = Math.max(longest, performance.now() - at)
      longestCpu = Math.max(longestCpu, cpuMs() - cpu)
    }
  }
  const done = run()
  return {
    stop: async () => {
      going = false
      await done
      return { longestPauseMs: Math.round(longest), ofProcessorMs: Math.round(longestCpu) }
    },
  }
}

const placeAfter = (rows: readonly GuardedPosition[], id: string): number => {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]!.id <= id) low = middle + 1
    else high = middle
  }
  return low
}

/** Until what was put off has been done, so long as that keeps coming. */
const idle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
