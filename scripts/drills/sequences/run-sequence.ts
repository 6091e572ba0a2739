import { isAppError } from '@/lib/errors'
import type { Trader, TradingWorld } from '../trading-world'
import { until } from '../until'
import { checkTrader, openOrders, orderStates } from './check-trader'
import { generateSequence, SEQUENCE_TOKENS, type Step } from './generate-sequence'
import type { WorkerProcess } from './worker-process'

const SETTLE_MS = 150_000

type Stage = {
  world: TradingWorld
  worker: WorkerProcess
  trader: Trader
  basePrices: ReadonlyMap<string, number>
}

export const readBasePrices = async (world: TradingWorld): Promise<Map<string, number>> => {
  const market = await world.control<{ symbol: string; priceUsd: number }[]>('GET', '/market')
  return new Map(
    SEQUENCE_TOKENS.map((token) => [token, market.find((row) => row.symbol === token)!.priceUsd]),
  )
}

/**
 * Runs the sequence of a seed for a new trader. Ends well only if, after the faults are healed, every order
 * is finished, the database equals the ledger to the base unit, and a crash of all prices sells every position.
 */
export const runSequence = async (seed: number, parts: Omit<Stage, 'trader'>): Promise<void> => {
  const { world } = parts
  await resetWorld(parts)
  const stage = { ...parts, trader: await world.newTrader() }
  for (const step of generateSequence(seed)) await play(stage, step)
  await world.control('DELETE', '/faults')
  await checkAtRest(stage.trader)
  // Whatever is still held must be guarded: a fall through every stop sells it.
  for (const token of SEQUENCE_TOKENS) await world.price(token, { changePct: -60 })
  await until(
    'every position is sold after the crash',
    async () => (await stage.trader.positions()).every(({ closedAt }) => closedAt !== null),
    SETTLE_MS,
  )
  await checkAtRest(stage.trader)
}

/** Books and ledger are read one after the other: what an order moved in between is of two moments, and is checked again. */
const checkAtRest = async (trader: Trader): Promise<void> => {
  for (;;) {
    await settled(trader)
    const before = await orderStates(trader)
    try {
      return await checkTrader(trader)
    } catch (error) {
      if ((await orderStates(trader)) === before) throw error
    }
  }
}

const resetWorld = async ({ world, basePrices }: Omit<Stage, 'trader'>): Promise<void> => {
  await world.control('DELETE', '/faults')
  for (const [token, priceUsd] of basePrices) await world.price(token, { priceUsd })
}

/** A refusal is an answer too; anything but an AppError is a bug. */
const tolerated = async (call: Promise<unknown>): Promise<void> => {
  try {
    await call
  } catch (error) {
    if (!isAppError(error)) throw error
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const play = async ({ world, worker, trader }: Stage, step: Step): Promise<void> => {
  switch (step.do) {
    case 'buy':
      return tolerated(trader.placeBuy({ token: step.token, amountUsd: step.usd }))
    case 'sell': {
      const open = (await trader.positions()).filter(({ closedAt }) => closedAt === null)
      const position = open[step.pick % Math.max(open.length, 1)]
      return position && tolerated(trader.placeSell(position.id, String(step.percent)))
    }
    case 'jump':
      return void (await world.price(step.token, { changePct: step.pct }))
    case 'fault':
      return void (await world.fault(step.target, step.kind, step.more))
    case 'heal':
      return world.control('DELETE', '/faults')
    case 'kill':
      await worker.kill()
      await wait(step.downMs)
      return worker.start()
    case 'restart':
      await worker.stop()
      return worker.start()
    case 'wait':
      return void (await wait(step.ms))
  }
}

const settled = (trader: Trader): Promise<unknown> =>
  until(
    'every order is finished',
    async () => {
      const open = await openOrders(trader)
      if (open.length > 0) throw new Error(`still open: ${JSON.stringify(open)}`)
      return true
    },
    SETTLE_MS,
  )
