import { type Book, tickOf } from './exits-book'
import type { Contender } from './exits-contenders'
import type { Ticks } from './exits-market'

/** Prices are made before the clock runs, as they reach the exit monitor made; so few at a time that they are still near. */
const BATCH = 64
/** Ticks to a second, at the rate that is asked for. */
const A_SECOND = 200_000
/** A single tick that took longer was put aside by the operating system, unless it had something to judge. */
const PUT_ASIDE_US = 1_000

export type Closing = { tick: number; slot: number; generation: number }
/** `cpuS` is processor time, garbage collection included; of it `tidyS` for what is done once a second. */
type Play = { judged: number; closings: Closing[]; cpuS: number; wallS: number; tidyS: number }

/** Plays ticks: each position named is judged by the exact rules; each that fires is closed and replaced. */
export const play = async (
  book: Book,
  contender: Contender,
  ticks: Ticks,
  from: number,
  to: number,
): Promise<Play> => {
  const all: Play = { judged: 0, closings: [], cpuS: 0, wallS: 0, tidyS: 0 }
  for (let next = from; next < to; next += BATCH) {
    const made = madeTicks(ticks, next, Math.min(next + BATCH, to))
    const clock = startClock()
    for (const [place, tick] of made.entries())
      all.judged += step(book, contender, ticks, next + place, tick, all.closings)
    add(all, clock())
    if (!contender.tidy || Math.floor(next / A_SECOND) === Math.floor((next + BATCH) / A_SECOND)) continue
    const tidying = startClock()
    await contender.tidy()
    const took = tidying()
    add(all, took)
    all.tidyS += took.cpuS
  }
  return all
}

const madeTicks = (ticks: Ticks, from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) =>
    tickOf(ticks.tokens[from + place]!, ticks.spots[from + place]!),
  )

const step = (
  book: Book,
  contender: Contender,
  ticks: Ticks,
  tick: number,
  made: ReturnType<typeof tickOf>,
  closings: Closing[],
): number => {
  const token = ticks.tokens[tick]!
  const spot = ticks.spots[tick]!
  book.spots[token] = spot
  return contender.tick(made, token, spot, (position) => {
    closings.push({ tick, slot: position.slot, generation: position.generation })
    return book.successor(position)
  })
}

/** Seconds of processor time and of the clock. */
const startClock = () => {
  const [startCpu, start] = [process.cpuUsage(), performance.now()]
  return () => {
    const cpu = process.cpuUsage(startCpu)
    return { cpuS: (cpu.user + cpu.system) / 1e6, wallS: (performance.now() - start) / 1e3 }
  }
}

const add = (all: Play, { cpuS, wallS }: { cpuS: number; wallS: number }) => {
  all.cpuS += cpuS
  all.wallS += wallS
}

/** What ticks cost that name nobody, peaks raised included; and every tick by itself, in microseconds of the clock. */
export const oneByOne = (book: Book, contender: Contender, ticks: Ticks, from: number) => {
  const us: number[] = []
  let [quiet, quietUs] = [0, 0]
  const clockUs = clockCostUs()
  for (let tick = from; tick < ticks.tokens.length; tick += 1) {
    const [made] = madeTicks(ticks, tick, tick + 1)
    const start = performance.now()
    const judged = step(book, contender, ticks, tick, made!, [])
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
