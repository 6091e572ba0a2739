export const TOKENS = 1_000

/** Repeatable numbers in [0,1) (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Draws a token: the n-th most popular has 1/n of the weight of the first (Zipf's law). */
export const zipf = (() => {
  const reached: number[] = []
  for (let rank = 1, sum = 0; rank <= TOKENS; rank += 1) reached.push((sum += 1 / rank))
  const total = reached[TOKENS - 1]!
  return (random: () => number): number => {
    const point = random() * total
    let [low, high] = [0, TOKENS - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (reached[middle]! > point) high = middle
      else low = middle + 1
    }
    return low
  }
})()

export type Weather = {
  /** Standard deviation of a tick's move. */
  step: number
  /** Chance that a tick jumps, and how far at most; at least a fifth of that. */
  jump: number
  jumpBy: number
}

export type Ticks = { tokens: Uint16Array; spots: Float64Array }

/** First prices from a hundredth of a cent to a hundred dollars. */
export const firstSpots = (seed: number): Float64Array => {
  const random = randomFrom(seed)
  return Float64Array.from({ length: TOKENS }, () => 10 ** (random() * 6 - 4))
}

export const AGE = 400
/** A tick of the past is as long as some 2,500 of those measured. */
const PAST_STEP = 0.005

/** By how many past ticks ago: the price, and from then until now its highest, its lowest and its deepest fall from a peak. */
export type Past = Record<'prices' | 'highest' | 'lowest' | 'fall', Float64Array>

/** The prices that led to today's. */
export const pastOf = (seed: number, token: number, spot: number): Past => {
  const random = randomFrom(seed + 7 * token)
  const past = {
    prices: new Float64Array(AGE).fill(spot),
    highest: new Float64Array(AGE).fill(spot),
    lowest: new Float64Array(AGE).fill(spot),
    fall: new Float64Array(AGE).fill(1),
  }
  for (let ago = 1; ago < AGE; ago += 1) {
    const price = past.prices[ago - 1]! * Math.exp(PAST_STEP * normal(random))
    past.prices[ago] = price
    past.highest[ago] = Math.max(past.highest[ago - 1]!, price)
    past.lowest[ago] = Math.min(past.lowest[ago - 1]!, price)
    past.fall[ago] = Math.min(past.fall[ago - 1]!, past.lowest[ago - 1]! / price)
  }
  return past
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** A random walk with jumps of each token, in the order in which `pick` has them tick. */
export const walk = (
  seed: number,
  count: number,
  weather: Weather,
  pick: (random: () => number) => number,
): Ticks => {
  const random = randomFrom(seed + 1)
  const spots = firstSpots(seed)
  const ticks = { tokens: new Uint16Array(count), spots: new Float64Array(count) }
  for (let place = 0; place < count; place += 1) {
    const token = pick(random)
    const sign = random() < 0.5 ? -1 : 1
    const jump = random() < weather.jump ? sign * weather.jumpBy * (0.2 + 0.8 * random()) : 0
    spots[token]! *= Math.exp(weather.step * normal(random) + jump)
    ticks.tokens[place] = token
    ticks.spots[place] = spots[token]!
  }
  return ticks
}
