import { fork } from 'node:child_process'
import { once } from 'node:events'
import { A_SECOND, type Case, type CaseResult, round, SEED } from './exits-case'
import { TOKENS, type Weather } from './exits-market'
import { measurePauses } from './exits-pauses'

const SIZES = (process.env.BENCH_EXITS_SIZES ?? '1000,10000,100000,1000000').split(',').map(Number)
const PAUSED = Number(process.env.BENCH_PAUSES ?? 100_000)
const TICKS_A_SECOND = A_SECOND
const GROWTH = 4

/**
 * At 200,000 ticks a second each token ticks 200 times a second: this walk is then 41 % a day, with a jump
 * of 3 to 15 % every 42 minutes on top.
 */
const usual: Weather = { step: 0.0001, jump: 1 / 500_000, jumpBy: 0.15 }
/** Ten times as far a tick, and a jump of up to 30 % every 25 seconds. */
const wild: Weather = { step: 0.001, jump: 1 / 5_000, jumpBy: 0.3 }

/** In a process of its own, as a worker has its book: what earlier cases left in memory and compiled code counts in none. */
const inChild = async (asked: Case): Promise<CaseResult> => {
  const child = fork('scripts/bench/exits-child.ts')
  const ended = once(child, 'exit')
  child.send(asked)
  const [result] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`exits: ${asked.size} positions ended with ${code}`))),
  ])) as [CaseResult]
  await ended
  return result
}

/**
 * Finding and judging the exits of up to a million open positions, tick by tick, beside two plain loops on
 * the same ticks. Counted as processor time of the process, so that what else runs here does not count.
 */
export const exits = async () => {
  const rows = []
  for (const size of SIZES) {
    const row = await inChild({ size, weather: usual, busy: false, loops: true })
    const { ticksPerSecond, nsPerTick, judgedPerTick } = row.book
    console.log(
      `exits: ${size} positions, ${ticksPerSecond} ticks a second, ${nsPerTick} ns a tick, ${judgedPerTick} hits a tick`,
    )
    rows.push(row)
  }
  const most = SIZES.at(-1)!
  const harder = {
    'busy tokens tick more': (await inChild({ size: most, weather: usual, busy: true, loops: false })).book,
    'a wild day': (await inChild({ size: most, weather: wild, busy: false, loops: false })).book,
  }
  const pauses = await measurePauses(PAUSED)
  console.log(`\nexits: how long the monitor of ${PAUSED} positions keeps a price waiting`)
  console.table(pauses.figures)
  const [first, last] = [rows[0]!, rows.at(-1)!]
  const growth = last.book.nsPerTick / first.book.nsPerTick
  return {
    figures: rows.map(({ book, ofToken, ofAll }) => ({
      ...book,
      tokenLoopTicksPerSecond: ofToken!.ticksPerSecond,
      fullLoopTicksPerSecond: ofAll!.ticksPerSecond,
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
    ratio: last.book.ticksPerSecond / last.ofToken!.ticksPerSecond,
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
