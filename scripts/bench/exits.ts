import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Book, createBook, fires } from './exits-book'
import { type Contender, fullLoop, indexOf, tokenLoop, withIndex } from './exits-contenders'
import { type Ticks, TOKENS, walk, type Weather, zipf } from './exits-market'
import { measurePauses } from './exits-pauses'
import { percentile } from './percentile'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
const PAUSED = Number(process.env.BENCH_PAUSES ?? 100_000)
const SEED = 20_260_101
const WARM_UP = 400_000
const MEASURED = 1_000_000
const TIMED_ONE_BY_ONE = 300_000
const LOOP_MS = 500
const TICKS_A_SECOND = 200_000
const GROWTH = 4
/** A single tick that took longer was put aside by the operating system, unless it had something to judge. */
const PUT_ASIDE_US = 1_000

/**
 * At 200,000 ticks a second each token ticks 200 times a second: this walk is then 41 % a day, with a jump
 * of 3 to 15 % every 42 minutes on top.
 */
const usual: Weather = { step: 0.0001, jump: 1 / 500_000, jumpBy: 0.15 }
/** Ten times as far a tick, and a jump of up to 30 % every 25 seconds. */
const wild: Weather = { step: 0.001, jump: 1 / 5_000, jumpBy: 0.3 }

type Closing = { tick: number; slot: number; generation: number }
type Play = { judged: number; closed: number; closings: Closing[] }

/** Plays ticks: each position named is judged by the exact rules; each that fires is closed and replaced. */
const play = (book: Book, contender: Contender, ticks: Ticks, from: number, to: number): Play => {
  let judged = 0
  const closings: Closing[] = []
  for (let tick = from; tick < to; tick += 1) {
    const token = ticks.tokens[tick]!
    const spot = ticks.spots[tick]!
    book.spots[token] = spot
    for (const position of contender.tick(token, spot)) {
      judged += 1
      if (!fires(position, spot, contender.peakOf(position))) continue
      closings.push({ tick, slot: position.slot, generation: position.generation })
      contender.replace(position, book.successor(position))
    }
  }
  return { judged, closed: closings.length, closings }
}

/** Seconds of processor time, garbage collection included, and of the clock. */
const timed = <T>(run: () => T) => {
  const [startCpu, start] = [process.cpuUsage(), performance.now()]
  const value = run()
  const cpu = process.cpuUsage(startCpu)
  return { value, cpuS: (cpu.user + cpu.system) / 1e6, wallS: (performance.now() - start) / 1e3 }
}

const collect = (() => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()

const usedBytes = (): number => {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Tokens somebody holds tick equally often. */
const equally = (book: Book) => {
  const tokens = [...new Set(book.held.map((position) => position.token))]
  return (random: () => number) => tokens[Math.floor(random() * tokens.length)]!
}

/** What ticks cost that name nobody, peaks raised included; and every tick by itself, in microseconds of the clock. */
const oneByOne = (book: Book, contender: Contender, ticks: Ticks) => {
  const us: number[] = []
  let [quiet, quietUs] = [0, 0]
  const clockUs = clockCostUs()
  for (let tick = WARM_UP + MEASURED; tick < ticks.tokens.length; tick += 1) {
    const start = performance.now()
    const { judged } = play(book, contender, ticks, tick, tick + 1)
    const took = (performance.now() - start) * 1e3 - clockUs
    us.push(Math.max(0, took))
    if (judged > 0 || took > PUT_ASIDE_US) continue
    quiet += 1
    quietUs += took
  }
  return { us, nsWithoutHits: (quietUs / quiet) * 1e3 }
}

const clockCostUs = (): number => {
  const looks = 100_000
  const start = performance.now()
  for (let look = 0; look < looks; look += 1) performance.now()
  return ((performance.now() - start) * 1e3) / looks
}

const runIndex = (size: number, weather: Weather, pick?: (random: () => number) => number) => {
  const book = createBook(SEED, size)
  const before = usedBytes()
  const index = indexOf(book)
  const bytes = (usedBytes() - before) / size
  const contender = withIndex(book, index)
  const ticks = walk(SEED, WARM_UP + MEASURED + TIMED_ONE_BY_ONE, weather, pick ?? equally(book))
  const warm = play(book, contender, ticks, 0, WARM_UP)
  collect()
  const { value, cpuS, wallS } = timed(() => play(book, contender, ticks, WARM_UP, WARM_UP + MEASURED))
  const single = oneByOne(book, contender, ticks)
  const figures = {
    positions: size,
    ticksPerSecond: Math.round(MEASURED / cpuS),
    ticksPerSecondByTheClock: Math.round(MEASURED / wallS),
    nsPerTick: Math.round((cpuS / MEASURED) * 1e9),
    judgedPerTick: round(value.judged / MEASURED),
    closedPerTick: round(value.closed / MEASURED),
    // Near the cost of reading the clock, which is taken off: on a busy machine not to be told apart from nothing.
    nsPerTickWithoutHits: single.nsWithoutHits > 0 ? Math.round(single.nsWithoutHits) : null,
    usP50: round(percentile(single.us, 50)),
    usP99: round(percentile(single.us, 99)),
    bytesPerPosition: Math.round(bytes),
  }
  return { figures, ticks, closings: [...warm.closings, ...value.closings] }
}

/** A loop on the same ticks from the start, as many as fit in the time; throws if it closes others than the index did. */
const runLoop = (size: number, loop: (book: Book) => Contender, ticks: Ticks, expected: Closing[]) => {
  const book = createBook(SEED, size)
  const contender = loop(book)
  const closings: Closing[] = []
  let played = 0
  let cpuS = 0
  const end = performance.now() + LOOP_MS
  for (let batch = 1; played < WARM_UP + MEASURED && performance.now() < end; batch *= 2) {
    const to = Math.min(played + batch, WARM_UP + MEASURED)
    // The last batch is as long as all before together, so it is warm.
    const run = timed(() => play(book, contender, ticks, played, to))
    closings.push(...run.value.closings)
    cpuS = run.cpuS / (to - played)
    played = to
  }
  const wanted = expected.filter(({ tick }) => tick < played)
  if (told(wanted) !== told(closings))
    throw new Error(`the index and a plain loop differ at ${size} positions`)
  return { ticksPerSecond: Math.round(1 / cpuS), ticksPlayed: played, closedTheSame: closings.length }
}

const told = (closings: Closing[]): string =>
  closings
    .map(({ tick, slot, generation }) => `${tick} ${slot} ${generation}`)
    .sort()
    .join('\n')

const round = (value: number): number => Number(value.toPrecision(3))

/**
 * Finding and judging the exits of up to a million open positions, tick by tick, beside two plain loops on
 * the same ticks. Counted as processor time of this process, so that what else runs here does not count.
 */
export const exits = async () => {
  const rows = SIZES.map((size) => {
    const { figures, ticks, closings } = runIndex(size, usual)
    const ofToken = runLoop(size, tokenLoop, ticks, closings)
    const ofAll = runLoop(size, fullLoop, ticks, closings)
    console.log(
      `exits: ${size} positions, ${figures.ticksPerSecond} ticks a second, ${figures.nsPerTick} ns a tick, ${figures.judgedPerTick} hits a tick`,
    )
    return { index: figures, ofToken, ofAll }
  })
  const most = SIZES.at(-1)!
  const harder = {
    'busy tokens tick more': runIndex(most, usual, zipf).figures,
    'a wild day': runIndex(most, wild).figures,
  }
  collect()
  const pauses = await measurePauses(PAUSED)
  console.log(`\nexits: how long the monitor of ${PAUSED} positions keeps a price waiting`)
  console.table(pauses.figures)
  const [first, last] = [rows[0]!, rows.at(-1)!]
  const growth = last.index.nsPerTick / first.index.nsPerTick
  const quiet = [first.index.nsPerTickWithoutHits, last.index.nsPerTickWithoutHits] as const
  return {
    figures: rows.map(({ index, ofToken, ofAll }) => ({
      ...index,
      tokenLoopTicksPerSecond: ofToken.ticksPerSecond,
      fullLoopTicksPerSecond: ofAll.ticksPerSecond,
    })),
    baseline: {
      limits: { ticksPerSecond: TICKS_A_SECOND, growth: GROWTH },
      growthEverythingCounted: round(growth),
      growthWithoutHits: quiet[0] && quiet[1] ? round(quiet[1] / quiet[0]) : 'not measurable here',
      nsPerFurtherHit: round(
        (last.index.nsPerTick - first.index.nsPerTick) /
          (last.index.judgedPerTick - first.index.judgedPerTick),
      ),
      hitsGrowth: round(last.index.judgedPerTick / first.index.judgedPerTick),
      tokenLoop: last.ofToken,
      fullLoop: last.ofAll,
    },
    ratio: last.index.ticksPerSecond / last.ofToken.ticksPerSecond,
    passed: last.index.ticksPerSecond >= TICKS_A_SECOND && growth < GROWTH,
    detail: {
      tokens: TOKENS,
      seed: SEED,
      usual,
      wild,
      rows,
      harder,
      pauses: { positions: PAUSED, ...pauses },
    },
  }
}
