import { isBudgetSpent } from './fee-budget'

/** Micro-lamports per compute unit: the 25th, 50th, 75th and 95th percentile of what is paid at the moment. */
export type FeeLevels = { low: bigint; medium: bigint; high: bigint; veryHigh: bigint }

export type FeeTier = 'LOW' | 'MEDIUM' | 'HIGH' | 'ULTRA'

/**
 * What a transaction should pay to be taken soon: a price per compute unit and all of it, for a usual swap; and where
 * its units are known, the price that is wished and the most lamports that may come of it.
 */
export type PriorityFee = {
  tier: FeeTier
  microLamports: bigint
  lamports: bigint
  wishedMicroLamports: bigint
  mostLamports: bigint
}

const TIERS = [
  { below: 0.3, tier: 'LOW', level: 'low' },
  { below: 0.6, tier: 'MEDIUM', level: 'medium' },
  { below: 0.9, tier: 'HIGH', level: 'high' },
  { below: Infinity, tier: 'ULTRA', level: 'veryHigh' },
] as const

/** How much depends on being fast, 0 to 1, by why an order was made. */
const URGENCY: Record<string, number> = {
  KILL_SWITCH: 0.95,
  STOP_LOSS: 0.8,
  TRAILING_STOP: 0.8,
  BREAK_EVEN: 0.8,
  INVALIDATOR: 0.6,
  TAKE_PROFIT: 0.5,
  LADDER: 0.5,
  TIME_STOP: 0.5,
}
const MANUAL_SELL = 0.6
const ENTRY = 0.4
const RECURRING = 0.2
const PER_FAILURE = 0.1

export type UrgentOrder = {
  side: 'BUY' | 'SELL'
  reason: string
  recurring: boolean
  failures: number
}

/** Every failure before makes it more urgent. */
export const urgencyOf = (order: UrgentOrder): number => {
  const usual = order.side === 'SELL' ? MANUAL_SELL : order.recurring ? RECURRING : ENTRY
  return Math.min(1, (URGENCY[order.reason] ?? usual) + order.failures * PER_FAILURE)
}

/** Compute units of a swap over two or three pools, where nobody has simulated it yet. */
const USUAL_UNITS = 300_000n
const MICRO = 1_000_000n
/** What Helius recommends at least, micro-lamports per unit; nodes put less behind everything else. */
const LEAST_MICRO_LAMPORTS = 10_000n
const LEAST_LAMPORTS = (LEAST_MICRO_LAMPORTS * USUAL_UNITS) / MICRO

type FeeCaps = {
  /** Lamports of priority fee for one transaction. */
  perTrade: bigint
  /** Lamports of priority fees of one wallet within an hour; beyond it only the least is paid. */
  perHour: bigint
}

/** 0.002 SOL a transaction, 0.05 SOL an hour. */
export const DEFAULT_FEE_CAPS: FeeCaps = { perTrade: 2_000_000n, perHour: 50_000_000n }

/** For a wallet that has spent its hour's fees and still has to trade. */
const LEAST_FEE: PriorityFee = {
  tier: 'LOW',
  microLamports: LEAST_MICRO_LAMPORTS,
  lamports: LEAST_LAMPORTS,
  wishedMicroLamports: LEAST_MICRO_LAMPORTS,
  mostLamports: LEAST_LAMPORTS,
}

/** `spentLamports`: priority fees and tips that this wallet has paid within the last hour. */
export const priorityFee = (
  levels: FeeLevels,
  urgency: number,
  spentLamports: bigint,
  caps: FeeCaps = DEFAULT_FEE_CAPS,
): PriorityFee => {
  const { tier, level } = TIERS.find(({ below }) => urgency < below)!
  const wishedMicroLamports = max(levels[level], LEAST_MICRO_LAMPORTS)
  const wished = (wishedMicroLamports * USUAL_UNITS + MICRO - 1n) / MICRO
  const left = max(caps.perHour - spentLamports, LEAST_LAMPORTS)
  const mostLamports = min(caps.perTrade, left)
  const lamports = min(wished, mostLamports)
  return {
    ...{ tier, lamports, microLamports: (lamports * MICRO) / USUAL_UNITS },
    ...{ wishedMicroLamports, mostLamports },
  }
}

/**
 * What an order should pay, in lamports of what its wallet has paid within the last hour: `all` of priority fees and tips, and
 * of that what `failed` ones have cost. null leaves it to the venue, within the cap of a trade: while nobody tells
 * `levels`, and as long as the hour has room for that much.
 */
export const wishedFee = (
  levels: FeeLevels | null,
  order: UrgentOrder,
  spent: { all: bigint; failed: bigint },
): PriorityFee | null => {
  if (order.side === 'SELL' && isBudgetSpent(spent.failed)) return LEAST_FEE
  if (levels) return priorityFee(levels, urgencyOf(order), spent.all)
  const { perTrade, perHour } = DEFAULT_FEE_CAPS
  return spent.all + perTrade > perHour ? LEAST_FEE : null
}

/** The highest price per unit at which even a transaction of the most compute units stays within `lamports`. */
export const priceWithin = (fee: PriorityFee, lamports: bigint): bigint =>
  min(fee.microLamports, (lamports * MICRO) / MOST_UNITS)

export const MOST_UNITS = 1_400_000n

/**
 * The price per unit of a transaction of so many compute units, and lamports of all of it, rounded up. At least the
 * least price, which nodes want whatever the caps say.
 */
export const feeFor = (
  fee: Pick<PriorityFee, 'wishedMicroLamports' | 'mostLamports'>,
  units: bigint,
): { microLamports: bigint; lamports: bigint } => {
  const within = min(fee.wishedMicroLamports, (fee.mostLamports * MICRO) / units)
  const microLamports = max(within, LEAST_MICRO_LAMPORTS)
  return { microLamports, lamports: (microLamports * units + MICRO - 1n) / MICRO }
}

/** Of what a simulation used: pools move between it and the block, and another path through them costs more. */
export const unitLimit = (used: number): bigint =>
  min((BigInt(used) * LIMIT_OF_USED + HUNDRED - 1n) / HUNDRED, MOST_UNITS)

const LIMIT_OF_USED = 120n
const HUNDRED = 100n

/** Percentiles of fees paid, for nodes that give none; each at least the least. */
export const levelsOf = (paid: readonly bigint[]): FeeLevels => {
  const sorted = [...paid].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const at = (percent: number) =>
    max(
      sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0n,
      LEAST_MICRO_LAMPORTS,
    )
  return { low: at(25), medium: at(50), high: at(75), veryHigh: at(95) }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
