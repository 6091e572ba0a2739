import type { GuardedPosition } from '@/lib/db/position-repository'
import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from '@/lib/domain/exits/trigger-level'
import { type Decimal, decimalString, ONE } from '@/lib/domain/money/decimal'
import { sellFee, spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { executablePrice, type Guard } from '@/lib/services/exits/judge-position'
import type { JudgeableTick } from '@/lib/services/exits/judgeable-tick'
import { AGE, firstSpots, type Past, pastOf, randomFrom, TOKENS, zipf } from './exits-market'

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
  /** For the exact rule; made when it is first judged. */
  guard: Guard | null
}

const DECIMALS = 6
const FEE_MILLIONTHS = 2_500n
/** As the chain writes them: looked up by text. */
export const mints = Array.from(
  { length: TOKENS },
  (_, token) => `${'1'.repeat(36)}${String(token).padStart(8, '0')}`,
)

/**
 * A price of a pool that only swaps have moved: the product of its reserves stays. The exact price comes with
 * a tick; here it is made when asked for, or collecting the garbage of making it would be counted too.
 */
class PoolTick implements JudgeableTick {
  readonly quoteUsd = ONE
  readonly slot = 1n
  readonly pool: PoolSnapshot

  constructor(
    readonly mint: string,
    spot: number,
  ) {
    const root = Math.sqrt(spot)
    this.pool = {
      address: mint,
      kind: 'constant-product',
      baseMint: mint,
      quoteMint: USDC_MINT,
      baseDecimals: DECIMALS,
      quoteDecimals: DECIMALS,
      baseReserve: BigInt(Math.round(1e16 / root)),
      quoteReserve: BigInt(Math.round(1e16 * root)),
      tradeFeeMillionths: FEE_MILLIONTHS,
    }
  }

  get priceUsd(): Decimal {
    return spotPrice(this.pool)
  }
}

export const tickOf = (token: number, spot: number): JudgeableTick => new PoolTick(mints[token]!, spot)

/** A sale moves the price by some fiftieth of a percent, as one of $100 does in a pool of a million. */
const amountsOf = (spots: Float64Array): bigint[] =>
  Array.from(spots, (spot, token) => tickOf(token, spot).pool.baseReserve / 5_000n)
const FEE = sellFee(tickOf(0, 1).pool)
const IMPACT = impactAhead(0.0027, FEE)
/** Levels are widened as the exit monitor widens them. */
const UP = upLevel(1, FEE)
const DOWN = downLevel(1, spreadOf(FEE, IMPACT))
const TRAIL = trailFactor(0.5, IMPACT) * 2
export const NOW = new Date('2026-01-01T00:00:00Z')

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
    /** Base units of a position, by token. */
    amounts: amountsOf(spots),
    /** What is opened once this one is closed. */
    successor: ({ slot, generation }: Held): Held =>
      (held[slot] = hold(seed, slot, generation + 1, spots, null)),
  }
}
export type Book = ReturnType<typeof createBook>

/** As the database has it once it was bought, its trailing stop active from the entry on. */
export const rowOf = (book: Book, position: Held): GuardedPosition => {
  const { id, token, entry, targetPct, stopPct, trailPct } = position
  const amountRaw = book.amounts[token]!
  const sold = { amountRaw, decimals: DECIMALS }
  return {
    ...sold,
    ...{ id, userId: 1, tokenMint: mints[token]!, symbol: 'BENCH', status: 'OPEN', guarded: true },
    ...{ boughtRaw: amountRaw, costRaw: 100_000_000n, feesUsd: '0', entryPriceUsd: String(entry) },
    ...{ takeProfitPct: String(targetPct), stopLossPct: String(stopPct), timeStopAt: null },
    ...{ trailingStopPct: trailPct === null ? null : String(trailPct), trailingActivationPct: null },
    ...{
      breakEvenAtPct: null,
      breakEvenArmedAt: null,
      ladder: [],
      ladderDone: 0,
      exitSeq: 0,
      updatedAt: NOW,
    },
    peakAmountRaw: trailPct === null ? null : amountRaw,
    peakPriceUsd: trailPct === null ? null : decimalString(executablePrice(tickOf(token, entry), sold)),
  }
}
