import { drawKey, uniform } from '../market/draws'
import type { Launchpad } from './launchpad'

/** Real time between launches that come by themselves, and between trades in them. */
export type LaunchPace = { launchEveryMs: number; tradeEveryMs: number; most: number }

/** One launch in four minutes, a trade every two seconds, a dozen that have not graduated at a time. */
export const USUAL_PACE: LaunchPace = { launchEveryMs: 240_000, tradeEveryMs: 2_000, most: 12 }

const FIRST_LAUNCHES = 4
/** Every launch costs each later slot a little. */
const MOST_EVER = 60
const LEAST_BUY = 2
const BUY_SPREAD = 6
const SOL = 1_000_000_000
/** Launches are bought a little more than they are sold, so that in time some of them graduate. */
const BUYS = 0.6
const LARGEST_SALE = 0.08

/** Lets launches appear and trade while the market moves. `elapsedMs` is market time since the last call. */
export const createLaunchEngine = (launchpad: Launchpad, seed: string, pace: LaunchPace) => {
  const draws = drawKey(seed, 'launches')
  let drawn = 0
  let untilLaunch = 0
  let untilTrade = pace.tradeEveryMs
  const draw = (): number => uniform(draws, drawn++)

  const trade = (): void => {
    const trading = launchpad.list().filter(({ status }) => status !== 'MIGRATING')
    const launch = trading[Math.floor(draw() * trading.length)]
    if (!launch) return
    const { mint } = launch
    if (draw() < BUYS) {
      launchpad.trader.buy(mint, BigInt(Math.round((LEAST_BUY + draw() * BUY_SPREAD) * SOL)))
      return
    }
    const part = BigInt(Math.ceil(draw() * LARGEST_SALE * 10_000))
    const amount = (launchpad.trader.held(mint) * part) / 10_000n
    if (amount > 0n) launchpad.trader.sell(mint, amount)
  }

  return (elapsedMs: number): void => {
    untilLaunch -= elapsedMs
    untilTrade -= elapsedMs
    if (untilLaunch <= 0) {
      const all = launchpad.list()
      const open = all.filter(({ status }) => status === 'PRE_GRAD').length
      const first = all.length === 0
      for (
        let count = first ? FIRST_LAUNCHES : 1;
        count > 0 && open < pace.most && all.length < MOST_EVER;
        count--
      )
        launchpad.launch()
      untilLaunch = pace.launchEveryMs * (0.5 + draw())
    }
    if (untilTrade > 0) return
    untilTrade = pace.tradeEveryMs
    trade()
  }
}
