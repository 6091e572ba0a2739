import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Book, createBook } from './exits-book'
import { type Contender, filledBook, fullLoop, tokenLoop, withBook } from './exits-contenders'
import { type Ticks, walk, type Weather, zipf } from './exits-market'
import { type Closing, oneByOne, play } from './exits-play'
import { percentile } from './percentile'

/** So many positions; `busy`: tokens tick as often as they are held. `loops`: beside the plain loops. */
export type Case = { size: number; weather: Weather; busy: boolean; loops: boolean }

export const SEED = 20_260_101
export const A_SECOND = 200_000
const WARM_UP = 400_000
const MEASURED = 1_000_000
const TIMED_ONE_BY_ONE = 300_000
const LOOP_MS = 500

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

const runBook = async ({ size, weather, busy }: Case) => {
  const book = createBook(SEED, size)
  const before = usedBytes()
  const guards = filledBook(book)
  const bytes = (usedBytes() - before) / size
  const contender = withBook(book, guards)
  const ticks = walk(SEED, WARM_UP + MEASURED + TIMED_ONE_BY_ONE, weather, busy ? zipf : equally(book))
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
    msOnceASecond: Math.round((run.tidyS / MEASURED) * A_SECOND * 1e3),
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

export const round = (value: number): number => Number(value.toPrecision(3))

/** One case, in the process it is called in. */
export const runCase = async (asked: Case) => {
  const { figures, ticks, closings } = await runBook(asked)
  const beside = async (loop: (book: Book) => Contender) =>
    asked.loops ? runLoop(asked.size, loop, ticks, closings) : null
  return { book: figures, ofToken: await beside(tokenLoop), ofAll: await beside(fullLoop) }
}
export type CaseResult = Awaited<ReturnType<typeof runCase>>
