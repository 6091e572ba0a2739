import { afterAll, beforeAll, describe, it } from 'vitest'
import { openTradingWorld, type TradingWorld } from '../trading-world'
import { readBasePrices, runSequence } from './run-sequence'
import { createWorkerProcess, type WorkerProcess } from './worker-process'

/** Six in every test run; `npm run drill -- sequences` runs two hundred. The first seed can be chosen too. */
const COUNT = Number(process.env.SEQUENCES ?? 6)
const FIRST = Number(process.env.SEQUENCE_SEED ?? 0)
const seeds = Array.from({ length: COUNT }, (_, index) => FIRST + index)

describe('random sequences of buys, sells, jumps, faults, kill -9 and restarts', () => {
  let world: TradingWorld
  let worker: WorkerProcess
  let basePrices: Map<string, number>
  beforeAll(async () => {
    world = await openTradingWorld()
    basePrices = await readBasePrices(world)
    worker = createWorkerProcess(world.environment)
    await worker.start()
  })
  afterAll(async () => {
    await worker?.close()
    await world.close()
  })

  it.each(seeds)(
    'seed %i ends with database = ledger and every position guarded',
    { timeout: 480_000 },
    (seed) => runSequence(seed, { world, worker, basePrices }),
  )
})
