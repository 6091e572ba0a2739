import { chooseAlgorithm, type SlicedAlgorithm } from '@/lib/domain/execution/algorithms/choose-algorithm'
import { scheduleSlices, SLICE_MS, VWAP_SLICES } from '@/lib/domain/execution/algorithms/slice-schedule'
import { ASSUMED_COST_LAMPORTS } from '@/lib/domain/execution/rank-bids'
import { decimal } from '@/lib/domain/money/decimal'
import { quoteExactIn } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { drawKey, uniform } from '@/sandbox/market/draws'
import { priceProcess, volumeProcess } from '@/sandbox/market/price-process'

const RUNS = 100
const ORDER_USD = 500
const SHARE = 0.06
const STEP_MS = 1_000
const DAY_MS = 86_400_000
const STEP_DAYS = STEP_MS / DAY_MS
const MINUTE_DAYS = 60_000 / DAY_MS
const HISTORY_DAYS = 7
const SOL_USD = 150
/** As the sandbox's own small tokens, and how fast arbitrage takes back half of what an order moved. */
const DYNAMICS = { dailyVolatility: 0.12, correlation: 0.5, jumpsPerDay: 3 }
const HALF_LIVES_MS = { 'pulled back in 30 s': 30_000, 'in 5 min': 300_000, 'by nobody': Infinity }
const DECIMALS = 6
const START_PRICE = 0.05
const LONGEST_MS = 1_200_000

type Swap = { usd: number; tokens: number }

/** One market: reference prices from a seed, the same for whoever trades in it. */
const marketOf = (seed: string) => {
  const step = priceProcess(seed, 'TOKEN', DYNAMICS)
  const prices = [START_PRICE]
  for (let index = 1; index * STEP_MS <= LONGEST_MS; index += 1)
    prices.push(prices[index - 1]! * Math.exp(step(index, STEP_DAYS)))
  return (ms: number): number => prices[Math.min(prices.length - 1, Math.floor(ms / STEP_MS))]!
}

/** What the same minutes of the last week saw, as the candles would tell. */
const profileOf = (seed: string): number[] => {
  const volume = volumeProcess(seed, 'TOKEN', DYNAMICS)
  return Array.from({ length: VWAP_SLICES }, (_, minute) => {
    let sum = 0
    for (let day = 1; day <= HISTORY_DAYS; day += 1) sum += volume(minute - day * 1_440, MINUTE_DAYS, 0)
    return sum
  })
}

const poolAt = (price: number, liquidityUsd: number): PoolSnapshot => ({
  ...{ address: 'pool', kind: 'constant-product', baseMint: 'token', quoteMint: 'usd' },
  ...{ baseDecimals: DECIMALS, quoteDecimals: DECIMALS, tradeFeeMillionths: 2_500n },
  baseReserve: BigInt(Math.round((liquidityUsd / 2 / price) * 1e6)),
  quoteReserve: BigInt(Math.round((liquidityUsd / 2) * 1e6)),
})

/** Buys along a schedule in a pool that arbitrage pulls towards the reference price between the slices. */
const buyAlong = (
  parts: readonly { usd: number; atMs: number }[],
  referenceAt: (ms: number) => number,
  halfLifeMs: number,
): Swap => {
  const liquidityUsd = ORDER_USD / SHARE
  let pool = poolAt(referenceAt(0), liquidityUsd)
  let [now, tokens] = [0, 0]
  for (const { usd, atMs } of parts) {
    for (; now + STEP_MS <= atMs; now += STEP_MS) {
      const price = Number(pool.quoteReserve) / Number(pool.baseReserve)
      const reference = referenceAt(now + STEP_MS)
      // What nobody pulls back moves as the reference does, from where the order left it.
      const next =
        halfLifeMs === Infinity
          ? (price * reference) / referenceAt(now)
          : price * (reference / price) ** (1 - 0.5 ** (STEP_MS / halfLifeMs))
      pool = movedTo(pool, next)
    }
    const raw = BigInt(Math.round(usd * 1e6))
    const out = quoteExactIn(pool, 'usd', raw).outputRaw
    pool = { ...pool, quoteReserve: pool.quoteReserve + raw, baseReserve: pool.baseReserve - out }
    tokens += Number(out) / 1e6
  }
  const feeUsd = (Number(ASSUMED_COST_LAMPORTS) / 1e9) * SOL_USD
  return { usd: ORDER_USD + parts.length * feeUsd, tokens }
}

const movedTo = (pool: PoolSnapshot, price: number): PoolSnapshot => {
  const k = Number(pool.baseReserve) * Number(pool.quoteReserve)
  const quote = Math.sqrt(k * price)
  return { ...pool, quoteReserve: BigInt(Math.round(quote)), baseReserve: BigInt(Math.round(k / quote)) }
}

const partsOf = (algorithm: SlicedAlgorithm, seed: string) => {
  const key = drawKey(seed, 'slices')
  let drawn = 0
  return scheduleSlices({
    algorithm,
    inputRaw: BigInt(ORDER_USD * 1e6),
    mostSlices: ORDER_USD / 5,
    profile: algorithm === 'VWAP' ? profileOf(seed) : null,
    random: () => uniform(key, drawn++),
  }).map(({ inputRaw, afterMs }) => ({ usd: Number(inputRaw) / 1e6, atMs: afterMs }))
}

const T_95 = 1.984

const savings = (algorithm: SlicedAlgorithm, halfLifeMs: number) => {
  const bps = Array.from({ length: RUNS }, (_, run) => {
    const seed = `algorithms ${run}`
    const reference = marketOf(seed)
    const once = buyAlong([{ usd: ORDER_USD, atMs: 0 }], reference, halfLifeMs)
    const sliced = buyAlong(partsOf(algorithm, seed), reference, halfLifeMs)
    return (sliced.tokens / sliced.usd / (once.tokens / once.usd) - 1) * 10_000
  })
  const mean = bps.reduce((sum, one) => sum + one, 0) / RUNS
  const variance = bps.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (RUNS - 1)
  const half = T_95 * Math.sqrt(variance / RUNS)
  return {
    'mean saved, bps': Number(mean.toFixed(1)),
    '95 % from': Number((mean - half).toFixed(1)),
    to: Number((mean + half).toFixed(1)),
    'runs worse than at once': bps.filter((one) => one < 0).length,
  }
}

/**
 * An order of 6 % of its pool, at once and in slices, on the same hundred seeded markets. Every fee is in it: the
 * pool's, and a signature with a usual priority fee for each slice. Simulated from the sandbox's own price process and
 * the real schedules and pool arithmetic: on the chain each run would take ten minutes.
 */
export const algorithms = () => {
  const chosen = chooseAlgorithm(
    decimal(String(ORDER_USD)),
    decimal(String(ORDER_USD / SHARE)),
  ) as SlicedAlgorithm
  const figures: Record<string, object> = {}
  for (const [name, halfLifeMs] of Object.entries(HALF_LIVES_MS)) {
    figures[`${chosen} (chosen), ${name}`] = savings(chosen, halfLifeMs)
    for (const other of (['TWAP', 'VWAP', 'ICEBERG'] as const).filter((one) => one !== chosen))
      figures[`${other}, ${name}`] = savings(other, halfLifeMs)
  }
  const main = Object.values(figures)[0] as ReturnType<typeof savings>
  return {
    figures,
    baseline: {
      name: 'the same order at once',
      orderUsd: ORDER_USD,
      shareOfPool: SHARE,
      runs: RUNS,
      gapMs: SLICE_MS[chosen],
    },
    ratio: 1 + main['mean saved, bps'] / 10_000,
    passed: main['95 % from'] > 0,
  }
}
