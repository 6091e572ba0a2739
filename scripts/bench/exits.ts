import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Book, createBook } from './exits-book'
import { type Contender, filledBook, fullLoop, tokenLoop, withBook } from './exits-contenders'
import { type Ticks, TOKENS, walk, type Weather, zipf } from './exits-market'
import { measurePauses } from './exits-pauses'
import { type Closing, oneByOne, play } from './exits-play'
import { percentile } from './percentile'

const SIZES = (process.env.BENCH_EXITS_SIZES ?? '1000,10000,100000,1000000').split(',').map(Number)
const PAUSED = Number(process.env.BENCH_PAUSES ?? 100_000)
const SEED = 20_260_101
const WARM_UP = 400_000
const MEASURED = 1_000_000
const TIMED_ONE_BY_ONE = 300_000
const LOOP_MS = 500
const TICKS_A_SECOND = 200_000
const GROWTH = 4

/**
 * At 200,000 ticks a second each token ticks 200 times a second: this walk is then 41 % a day, with a jump
 * of 3 to 15 % every 42 minutes on top.
 */
const usual: Weather = { step: 0.0001, jump: 1 / 500_000, jumpBy: 0.15 }
/** Ten times as far a tick, and a jump of up to 30 % every 25 seconds. */
const wild: Weather = { step: 0.001, jump: 1 / 5_000, jumpBy: 0.3 }

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

const runBook = async (size: number, weather: Weather, pick?: (random: () => number) => number) => {
  const book = createBook(SEED, size)
  const before = usedBytes()
  const guards = filledBook(book)
  const bytes = (usedBytes() - before) / size
  const contender = withBook(book, guards)
  const ticks = walk(SEED, WARM_UP + MEASURED + TIMED_ONE_BY_ONE, weather, pick ?? equally(book))
  const warm = await play(book, contender, ticks, 0, WARM_UP)
  collect()
  const run = await play(book, contender, ticks, WARM_UP, WARM_UP + MEASURED)
  const single = oneByOne(book, contender, ticks, WARM_UP + MEASURED)
  const figures = {
    positions: size,
    ticksPerSecond: Math.round(MEASURED / run.cpuS),
    ticksPerSecondByTheClock: Math.round(MEASURED / run.wallS),
    nsPerTick: Math.round(((run.cpuS - run.tidyS) / MEASURED) * 1e9),
    // Raising and handing out peaks, once a second: whatever the number of ticks, so not part of what one costs.
    msOnceASecond: Math.round((run.tidyS / MEASURED) * TICKS_A_SECOND * 1e3),
    judgedPerTick: round(run.judged / MEASURED),
    closedPerTick: round(run.closings.length / MEASURED),
    nsPerTickWithoutHits: Math.round(single.nsWithoutHits),
    usP50: round(percentile(single.us, 50)),
    usP99: round(percentile(single.us, 99)),
    bytesPerPosition: Math.round(bytes),
  }
  return { figures, ticks, closings: [...warm.closings, ...run.closings] }
}

/** A loop on the same ticks from the start, as many as fit in the time; throws if it closes others than the book did. */
const runLoop = async (
  size: number,
  loop: (book: Book) => Contender,
  ticks: Ticks,
  expected: readonly Closing[],
) => {
  const book = createBook(SEED, size)
  const contender = loop(book)
  const closings: Closing[] = []
  let played = 0
  let cpuS = 0
  const end = performance.now() + LOOP_MS
  for (let batch = 1; played < WARM_UP + MEASURED && performance.now() < end; batch *= 2) {
    const to = Math.min(played + batch, WARM_UP + MEASURED)
    // The last batch is as long as all before together, so it is warm.
    const run = await play(book, contender, ticks, played, to)
    closings.push(...run.closings)
    cpuS = run.cpuS / (to - played)
    played = to
  }
  const wanted = expected.filter(({ tick }) => tick < played)
  if (told(wanted) !== told(closings))
    throw new Error(`the book and a plain loop differ at ${size} positions`)
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
  const rows = []
  for (const size of SIZES) {
    const { figures, ticks, closings } = await runBook(size, usual)
    const ofToken = await runLoop(size, tokenLoop, ticks, closings)
    const ofAll = await runLoop(size, fullLoop, ticks, closings)
    console.log(
      `exits: ${size} positions, ${figures.ticksPerSecond} ticks a second, ${figures.nsPerTick} ns a tick, ${figures.judgedPerTick} hits a tick`,
    )
    rows.push({ book: figures, ofToken, ofAll })
  }
  const most = SIZES.at(-1)!
  const harder = {
    'busy tokens tick more': (await runBook(most, usual, zipf)).figures,
    'a wild day': (await runBook(most, wild)).figures,
  }
  collect()
  const pauses = await measurePauses(PAUSED)
  console.log(`\nexits: how long the monitor of ${PAUSED} positions keeps a price waiting`)
  console.table(pauses.figures)
  const [first, last] = [rows[0]!, rows.at(-1)!]
  const growth = last.book.nsPerTick / first.book.nsPerTick
  return {
    figures: rows.map(({ book, ofToken, ofAll }) => ({
      ...book,
      tokenLoopTicksPerSecond: ofToken.ticksPerSecond,
      fullLoopTicksPerSecond: ofAll.ticksPerSecond,
    })),
    baseline: {
      limits: { ticksPerSecond: TICKS_A_SECOND, growth: GROWTH },
      growth: round(growth),
      growthWithWhatIsDoneOnceASecond: round(first.book.ticksPerSecond / last.book.ticksPerSecond),
      growthWithoutHits: round(last.book.nsPerTickWithoutHits / first.book.nsPerTickWithoutHits),
      nsPerFurtherHit: round(
        (last.book.nsPerTick - first.book.nsPerTick) / (last.book.judgedPerTick - first.book.judgedPerTick),
      ),
      hitsGrowth: round(last.book.judgedPerTick / first.book.judgedPerTick),
      tokenLoop: last.ofToken,
      fullLoop: last.ofAll,
    },
    ratio: last.book.ticksPerSecond / last.ofToken.ticksPerSecond,
    passed: last.book.ticksPerSecond >= TICKS_A_SECOND && growth < GROWTH,
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
