/**
 * The part of a fee that grows with how far the price has moved, in millionths, of Orca Whirlpool and Raydium CLMM.
 * Sources: orca-so/whirlpools at 630c0e0, programs/whirlpool/src/{manager/fee_rate_manager,state/oracle}.rs;
 * raydium-io/raydium-clmm at 03b44b7, programs/amm/src/{states/pool_fee,instructions/swap}.rs.
 */

const MOST = 100_000n
/** Volatility counts ten-thousandths of a group of ticks. */
const SCALE = 10_000n
const REDUCTION = 10_000n
const CONTROL = 100_000n

export type VolatilityFee = {
  staticMillionths: bigint
  groupTicks: number
  control: bigint
  mostVolatility: bigint
  /** Where the price was, and what volatility it came with, when this stretch of trading began. */
  group: number
  reference: bigint
  /** Beyond which the program goes on in one step: where volatility is at its most whichever way, or as soon as it is. */
  oneStep: 'outside' | 'at-most'
}

/** Whole groups of ticks; a price below zero is in the one below. */
export const groupOf = (tick: number, groupTicks: number): number => Math.floor(tick / groupTicks)

/** What the stored values are once a swap begins, by how long it has been quiet. All in seconds. */
export const referenceAfter = (
  stored: { group: number; reference: bigint; accumulator: bigint; reduction: bigint },
  time: { quiet: bigint; filter: bigint; decay: bigint; now: number },
): Pick<VolatilityFee, 'group' | 'reference'> => {
  if (time.quiet < time.filter) return { group: stored.group, reference: stored.reference }
  if (time.quiet >= time.decay) return { group: time.now, reference: 0n }
  return { group: time.now, reference: (stored.accumulator * stored.reduction) / REDUCTION }
}

const volatilityAt = ({ reference, group, mostVolatility }: VolatilityFee, at: number): bigint => {
  const volatility = reference + BigInt(Math.abs(group - at)) * SCALE
  return volatility < mostVolatility ? volatility : mostVolatility
}

/** All of the fee in a group of ticks. */
export const feeInGroup = (fee: VolatilityFee, at: number): bigint => {
  const crossed = volatilityAt(fee, at) * BigInt(fee.groupTicks)
  const divisor = CONTROL * SCALE * SCALE
  const grown = (fee.control * crossed * crossed + divisor - 1n) / divisor
  const whole = fee.staticMillionths + grown
  return whole < MOST ? whole : MOST
}

/** The tick up to which the fee of this group holds, going down or up; null: as far as the swap goes. */
export const groupEnd = (fee: VolatilityFee, at: number, down: boolean): number | null => {
  const { groupTicks, group, mostVolatility, reference } = fee
  if (fee.control === 0n) return null
  const own = down ? at * groupTicks : (at + 1) * groupTicks
  if (fee.oneStep === 'at-most') return volatilityAt(fee, at) === mostVolatility ? null : own
  const reach = mostVolatility > reference ? Number((mostVolatility - reference + SCALE - 1n) / SCALE) : 0
  const [low, high] = [group - reach, group + reach]
  if (at < low) return down ? null : low * groupTicks
  if (at > high) return down ? (high + 1) * groupTicks : null
  return own
}
