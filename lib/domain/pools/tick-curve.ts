import type { CurveSegment } from './pool-snapshot'
import { feeInGroup, groupEnd, groupOf, type VolatilityFee } from './volatility-fee'

/** Liquidity that comes in where the price rises through it, and goes where it falls. */
export type Tick = { tick: number; net: bigint }

export type TickWorld = {
  /** Initialised ones, rising. */
  ticks: readonly Tick[]
  current: number
  /** Whole units of the program's, at the current price. */
  liquidity: bigint
  /** The first tick down, and up, beyond which nothing is known. */
  lowest: number
  highest: number
  sqrtPriceOf: (tick: number) => bigint
  volatility?: VolatilityFee
}

const inQ64 = (liquidity: bigint): bigint => liquidity << 64n

/** To where the next tick is, in one step, or a step for each group of ticks where the fee changes with them. */
const stepsTo = (
  world: TickWorld,
  end: number,
  liquidity: bigint,
  down: boolean,
  from: { group: number },
): CurveSegment[] => {
  const { sqrtPriceOf, volatility } = world
  const whole = { to: sqrtPriceOf(end), liquidity: inQ64(liquidity) }
  if (!volatility) return [whole]
  const steps: CurveSegment[] = []
  for (;;) {
    const feeMillionths = feeInGroup(volatility, from.group)
    const until = liquidity === 0n ? null : groupEnd(volatility, from.group, down)
    const stops = until !== null && (down ? until > end : until < end)
    steps.push(stops ? { ...whole, to: sqrtPriceOf(until), feeMillionths } : { ...whole, feeMillionths })
    // The group whose price this step has come to the end of; the next is one further.
    const at = stops ? until : end
    const passed = down ? groupOf(at, volatility.groupTicks) : Math.ceil(at / volatility.groupTicks) - 1
    from.group = down ? Math.min(from.group, passed) - 1 : Math.max(from.group, passed) + 1
    if (!stops) return steps
  }
}

/** The stretches below the price, or above it, as the programs step through them, nearest first. */
export const tickSegments = (world: TickWorld, down: boolean): CurveSegment[] => {
  const { ticks, current, lowest, highest, volatility } = world
  const ahead = down
    ? ticks.filter(({ tick }) => tick <= current && tick >= lowest).reverse()
    : ticks.filter(({ tick }) => tick > current && tick <= highest)
  const from = { group: volatility ? groupOf(current, volatility.groupTicks) : 0 }
  let { liquidity } = world
  const segments: CurveSegment[] = []
  for (const { tick, net } of ahead) {
    segments.push(...stepsTo(world, tick, liquidity, down, from))
    liquidity += down ? -net : net
    // Accounts of two moments may not fit together: what is not there is nothing.
    if (liquidity < 0n) return segments
  }
  const end = down ? lowest : highest
  const nothingLeft = ahead.at(-1)?.tick === end || (down ? end > current : end <= current)
  return nothingLeft ? segments : [...segments, ...stepsTo(world, end, liquidity, down, from)]
}
