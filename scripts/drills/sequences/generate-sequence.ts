/** What happens in a random sequence. Everything is drawn from the seed; only the timing is the machine's. */
export type Step =
  | { do: 'buy'; token: string; usd: number }
  /** Of the positions open at that moment, the `pick`-th modulo their number. */
  | { do: 'sell'; pick: number; percent: number }
  | { do: 'jump'; token: string; pct: number }
  | {
      do: 'fault'
      target: string
      kind: string
      more: { value?: number; count?: number; forMs?: number; path?: string }
    }
  | { do: 'heal' }
  /** kill -9 of the worker, which stays dead this long. */
  | { do: 'kill'; downMs: number }
  /** An orderly stop and a new start. */
  | { do: 'restart' }
  | { do: 'wait'; ms: number }

export const SEQUENCE_TOKENS = ['BONK', 'WIF', 'JUP', 'SOL'] as const

/** mulberry32: small, fast and the same everywhere. Answers in [0, 1). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number
const whole = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1))
const pick = <T>(random: Random, list: readonly T[]): T => list[whole(random, 0, list.length - 1)]!

const faults: readonly ((random: Random) => Extract<Step, { do: 'fault' }>)[] = [
  (random) => fault('chain', 'drop_transactions', { count: whole(random, 1, 6) }),
  (random) => fault('chain', 'drop_transactions', { forMs: whole(random, 500, 9_000) }),
  (random) => fault('chain', 'hide_status', { value: whole(random, 500, 9_000), forMs: 1_000 }),
  (random) => fault('jupiter', 'error', { value: 503, count: whole(random, 1, 5) }),
  (random) => fault('jupiter', 'slow', { value: whole(random, 100, 900), forMs: 2_000 }),
  () => fault('jupiter', 'malformed', { count: 1 }),
  (random) => fault('jupiter', 'down', { forMs: whole(random, 300, 2_000) }),
  () => fault('jupiter', 'error_after_effect', { path: '/swap/v2/execute', count: 1 }),
  (random) => fault(pick(random, NODES), 'down', { forMs: whole(random, 500, 2_500) }),
  (random) => fault(pick(random, NODES), 'lag_slots', { value: whole(random, 5, 200), forMs: 2_500 }),
  (random) => fault(pick(random, NODES), 'rate_limit', { forMs: whole(random, 300, 1_500) }),
  (random) => fault(pick(random, NODES), 'hang', { forMs: whole(random, 300, 1_500) }),
  (random) => fault(pick(random, NODES), 'silent', { forMs: whole(random, 1_000, 3_000) }),
  (random) => fault('helius', 'stale_blockhash', { value: 31, forMs: whole(random, 500, 2_000) }),
]
const NODES = ['helius', 'helius', 'quicknode', 'alchemy', 'triton', 'public'] as const

const fault = (target: string, kind: string, more: Extract<Step, { do: 'fault' }>['more']) =>
  ({ do: 'fault', target, kind, more }) as const

const draw = (random: Random): Step => {
  const at = random()
  if (at < 0.3) return { do: 'buy', token: pick(random, SEQUENCE_TOKENS), usd: whole(random, 5, 120) }
  if (at < 0.48) return { do: 'sell', pick: whole(random, 0, 9), percent: pick(random, [25, 50, 100, 100]) }
  if (at < 0.62)
    return {
      do: 'jump',
      token: pick(random, SEQUENCE_TOKENS),
      pct: pick(random, [-30, -15, -12, -5, 5, 12, 25, 40]),
    }
  if (at < 0.82) return pick(random, faults)(random)
  if (at < 0.86) return { do: 'heal' }
  if (at < 0.92) return { do: 'kill', downMs: whole(random, 0, 1_000) }
  if (at < 0.94) return { do: 'restart' }
  return { do: 'wait', ms: whole(random, 100, 1_200) }
}

/** Nine to sixteen steps that begin with a buy; most have a short pause after them. */
export const generateSequence = (seed: number): Step[] => {
  const random = seededRandom(seed)
  const steps: Step[] = [{ do: 'buy', token: pick(random, SEQUENCE_TOKENS), usd: whole(random, 5, 120) }]
  for (let more = whole(random, 8, 15); more > 0; more -= 1) {
    if (random() < 0.6) steps.push({ do: 'wait', ms: whole(random, 5, 400) })
    steps.push(draw(random))
  }
  return steps
}
