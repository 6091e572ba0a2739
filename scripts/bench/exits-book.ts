import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from '@/lib/domain/exits/trigger-level'
import { decimal, decimalString, ONE } from '@/lib/domain/money/decimal'
import { sellFee } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import {
  executablePrice,
  type Guard,
  guardOf,
  judge,
  type SaleTick,
} from '@/lib/services/exits/judge-position'
import { AGE, firstSpots, type Past, pastOf, randomFrom, zipf } from './exits-market'

/** An open position as a plain program keeps it: an object with its levels as numbers. */
export type Held = {
  id: string
  slot: number
  generation: number
  token: number
  /** Opened so many past ticks ago. */
  ago: number
  entry: number
  targetPct: number
  stopPct: number
  trailPct: number | null
  up: number
  down: number
  factor: number
  peak: number
  /** As the exit monitor keeps it; made when it is first judged. */
  guard: Guard | null
}

const DECIMALS = 6
/** A sale moves the price by some fiftieth of a percent, as one of $100 does in a pool of a million. */
const RESERVE_RAW = 10n ** 18n
const AMOUNT_RAW = RESERVE_RAW / 5_000n
const pool = {
  address: 'pool',
  kind: 'constant-product',
  baseMint: 'base',
  quoteMint: 'quote',
  baseDecimals: DECIMALS,
  quoteDecimals: DECIMALS,
  baseReserve: RESERVE_RAW,
  tradeFeeMillionths: 2_500n,
} as const
const poolAt = (spot: number): PoolSnapshot => ({ ...pool, quoteReserve: BigInt(Math.round(spot * 1e18)) })
const FEE = sellFee(poolAt(1))
const IMPACT = impactAhead(0.0027, FEE)
/** Levels are widened as the exit monitor widens them. */
const UP = upLevel(ONE, FEE)
const DOWN = downLevel(ONE, spreadOf(FEE, IMPACT))
const TRAIL = trailFactor(decimal('0.5'), IMPACT) * 2
const NOW = new Date('2026-01-01T00:00:00Z')

/** Two to thirty percent, in steps of a hundredth. */
export const away = (random: () => number): number => Math.round(200 + random() * 2_800) / 100

/**
 * A position with its token, its triggers 2 to 30 % away and, for a third, a trailing stop; the same for
 * the same slot and generation whatever came before. With pasts, opened at some time in its token's past
 * such that nothing has fired since; otherwise now.
 */
const hold = (
  seed: number,
  slot: number,
  generation: number,
  spots: Float64Array,
  pasts: readonly Past[] | null,
): Held => {
  const random = randomFrom(seed ^ Math.imul(slot + 1, 0x9e3779b1) ^ Math.imul(generation + 1, 0x85ebca6b))
  const token = zipf(random)
  const targetPct = away(random)
  const stopPct = away(random)
  const trailPct = random() < 1 / 3 ? away(random) : null
  const past = pasts?.[token]
  const [rise, fall] = [(1 + targetPct / 100) * UP, (1 - stopPct / 100) * DOWN]
  const factor = trailPct === null ? 0 : (1 - trailPct / 100) * TRAIL
  const quiet = (ago: number): boolean =>
    past!.highest[ago]! < past!.prices[ago]! * rise &&
    past!.lowest[ago]! > past!.prices[ago]! * fall &&
    past!.fall[ago]! > factor
  let ago = past ? Math.floor(random() * AGE) : 0
  while (ago > 0 && !quiet(ago)) ago >>= 1
  const entry = past ? past.prices[ago]! : spots[token]!
  return {
    id: uuid(random, slot, generation),
    slot,
    generation,
    token,
    ago,
    entry,
    targetPct,
    stopPct,
    trailPct,
    up: entry * rise,
    down: entry * fall,
    factor,
    peak: past ? past.highest[ago]! : entry,
    guard: null,
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits)

export const uuid = (random: () => number, slot: number, generation: number): string => {
  const [a, b, c] = [hex(slot, 8), hex(generation & 0xffff, 4), hex(Math.floor(random() * 2 ** 32), 8)]
  // Flat strings, as a database driver hands them over, not ropes.
  return Buffer.from(`${a}-${b}-4${c.slice(0, 3)}-a${c.slice(3, 6)}-${c}${b}`, 'latin1').toString('latin1')
}

export const createBook = (seed: number, size: number) => {
  const spots = firstSpots(seed)
  const pasts = Array.from(spots, (spot, token) => pastOf(seed, token, spot))
  const held = Array.from({ length: size }, (_, slot) => hold(seed, slot, 0, spots, pasts))
  return {
    spots,
    pasts,
    held,
    /** What is opened once this one is closed. */
    successor: ({ slot, generation }: Held): Held =>
      (held[slot] = hold(seed, slot, generation + 1, spots, null)),
  }
}
export type Book = ReturnType<typeof createBook>

const tickAt = (spot: number): SaleTick => ({ pool: poolAt(spot), quoteUsd: ONE })
const sold = { amountRaw: AMOUNT_RAW, decimals: DECIMALS }

const guardFor = ({ id, token, entry, targetPct, stopPct, trailPct }: Held): Guard =>
  guardOf({
    ...sold,
    ...{ id, userId: 1, tokenMint: String(token), symbol: '', status: 'OPEN', guarded: true, updatedAt: NOW },
    ...{ boughtRaw: AMOUNT_RAW, costRaw: AMOUNT_RAW, feesUsd: '0', entryPriceUsd: String(entry), exitSeq: 0 },
    ...{ takeProfitPct: String(targetPct), stopLossPct: String(stopPct), timeStopAt: null },
    ...{ trailingStopPct: trailPct === null ? null : String(trailPct), trailingActivationPct: null },
    ...{ breakEvenAtPct: null, breakEvenArmedAt: null, ladder: [], ladderDone: 0, peakAmountRaw: AMOUNT_RAW },
    peakPriceUsd: trailPct === null ? null : decimalString(executablePrice(tickAt(entry), sold)),
  })

/** The exit monitor's own judgement on what a sale of the position brings at this spot price. */
export const fires = (position: Held, spot: number, peak: number | null): boolean => {
  const guard = (position.guard ??= guardFor(position))
  const tick = tickAt(spot)
  const best = peak === null ? null : peak === spot ? tick : tickAt(peak)
  const judged = judge(guard, tick, best, NOW)
  if (judged) guard.state = judged.state
  return judged !== null && judged.firing !== null
}
