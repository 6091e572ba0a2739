import { virtualReserves } from '@/lib/domain/pools/liquidity-curve'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { tickSegments, type TickWorld } from '@/lib/domain/pools/tick-curve'
import { MAX_TICK, MIN_TICK, orcaSqrtPrice } from '@/lib/domain/pools/tick-prices'
import { groupOf, referenceAfter, type VolatilityFee } from '@/lib/domain/pools/volatility-fee'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields } from './account-fields'
import { chainSeconds } from './chain-time'
import { knownTicks } from './known-ticks'
import { ORCA_PROGRAM, orcaTicks, TICKS_IN_ARRAY } from './orca-ticks'
import { addressBytes, programAddress } from './program-address'
import { mintsToRead, sidesOf } from './token-mints'

/**
 * Whirlpool and Oracle, packed little-endian after the Anchor discriminator.
 * Source: orca-so/whirlpools at 630c0e0, programs/whirlpool/src/state/{whirlpool,oracle}.rs.
 */
const POOL: AccountKind = {
  program: ORCA_PROGRAM,
  discriminator: [63, 149, 209, 12, 225, 128, 99, 9],
  leastLength: 653,
}
const AT = {
  tickSpacing: 41,
  feeTier: 43,
  feeRate: 45,
  liquidity: 49,
  sqrtPrice: 65,
  tickCurrent: 81,
  mintA: 101,
  mintB: 181,
} as const
const ORACLE: AccountKind = {
  program: ORCA_PROGRAM,
  discriminator: [139, 194, 131, 179, 140, 179, 229, 244],
  leastLength: 254,
}
const SEEN = {
  tradeFrom: 40,
  filter: 48,
  decay: 50,
  reduction: 52,
  control: 54,
  mostVolatility: 58,
  groupTicks: 62,
  lastReference: 82,
  lastMajorSwap: 90,
  reference: 98,
  group: 102,
  accumulator: 106,
} as const
const OLDEST_REFERENCE = 3_600n
/** A swap goes through three arrays at most: the one at the price and two more. */
const AHEAD = 2

/** A pool whose fee tier is not named after its spacing has an oracle, and its fee follows the price. */
const isAdaptive = (pool: Fields): boolean => pool.u16(AT.feeTier) !== pool.u16(AT.tickSpacing)

const arraySpan = (pool: Fields): number => TICKS_IN_ARRAY * pool.u16(AT.tickSpacing)

const startsOf = (pool: Fields): number[] => {
  const span = arraySpan(pool)
  const here = Math.floor(pool.i32(AT.tickCurrent) / span) * span
  return Array.from({ length: 2 * AHEAD + 1 }, (_, index) => here + (index - AHEAD) * span).filter(
    (start) => start + span > MIN_TICK && start <= MAX_TICK,
  )
}

const arrayAddress = (pool: string, start: number): string =>
  programAddress(ORCA_PROGRAM, 'tick_array', addressBytes(pool), String(start))
const oracleAddress = (pool: string): string => programAddress(ORCA_PROGRAM, 'oracle', addressBytes(pool))

const layout: PoolCodec['layout'] = (account): PoolLayout | null => {
  const pool = accountFields(account, POOL)
  if (!pool || pool.u16(AT.tickSpacing) === 0) return null
  const { address } = account
  const mints = [pool.key(AT.mintA), pool.key(AT.mintB)] as const
  const ticks = startsOf(pool)
  const arrays = ticks.map((start) => arrayAddress(address, start))
  const oracle = isAdaptive(pool) ? [oracleAddress(address)] : []
  return {
    ...{ address, program: ORCA_PROGRAM, mints, live: [address], ticks, timed: isAdaptive(pool) },
    others: [...arrays, ...oracle, ...mintsToRead(mints)],
  }
}

const stands: PoolCodec['stands'] = ({ ticks = [] }, account) => {
  const pool = accountFields(account, POOL)
  if (!pool || pool.u16(AT.tickSpacing) === 0) return false
  const starts = startsOf(pool)
  return starts[0] === ticks[0] && starts.length === ticks.length
}

/** undefined: a fee that does not move; null while what it depends on is missing. */
const volatilityOf = (pool: Fields, oracle: Fields | null, at: Date): VolatilityFee | undefined | null => {
  if (!isAdaptive(pool)) return undefined
  if (!oracle || oracle.u16(SEEN.groupTicks) === 0) return null
  const [now, lastReference] = [chainSeconds(at), oracle.u64(SEEN.lastReference)]
  const lastMajorSwap = oracle.u64(SEEN.lastMajorSwap)
  const last = lastReference > lastMajorSwap ? lastReference : lastMajorSwap
  const [filter, decay] = [BigInt(oracle.u16(SEEN.filter)), BigInt(oracle.u16(SEEN.decay))]
  const isOld = now - lastReference > OLDEST_REFERENCE
  const groupTicks = oracle.u16(SEEN.groupTicks)
  const stored = {
    group: oracle.i32(SEEN.group),
    reference: BigInt(oracle.u32(SEEN.reference)),
    accumulator: BigInt(oracle.u32(SEEN.accumulator)),
    reduction: BigInt(oracle.u16(SEEN.reduction)),
  }
  const quiet = isOld ? decay : now > last ? now - last : 0n
  const time = { quiet, filter, decay, now: groupOf(pool.i32(AT.tickCurrent), groupTicks) }
  return {
    staticMillionths: BigInt(pool.u16(AT.feeRate)),
    ...{ groupTicks, control: BigInt(oracle.u32(SEEN.control)), oneStep: 'outside' },
    mostVolatility: BigInt(oracle.u32(SEEN.mostVolatility)),
    ...referenceAfter(stored, isOld ? { ...time, filter: 0n } : time),
  }
}

/** An array that is no account has no ticks. */
const ticksAround = (
  pool: Fields,
  layout: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
): (Pick<TickWorld, 'ticks' | 'lowest' | 'highest'> & { current: number }) | null => {
  const [expected, span, current] = [startsOf(pool), arraySpan(pool), pool.i32(AT.tickCurrent)]
  const known = knownTicks(layout, accounts, { expected, span, current }, (account) =>
    account ? orcaTicks(account, pool.u16(AT.tickSpacing)) : [],
  )
  return (
    known && {
      ...{ ticks: known.ticks, current },
      lowest: known.gapBelow ?? Math.max(MIN_TICK, expected[0]!),
      highest: known.gapAbove ?? Math.min(MAX_TICK, expected.at(-1)! + span - 1),
    }
  )
}

const snapshot: PoolCodec['snapshot'] = (layout, accounts, baseMint, at): PoolSnapshot | null => {
  const { address, mints } = layout
  const pool = accountFields(accounts.get(address), POOL)
  const baseIsFirst = mints[0] === baseMint
  if (!pool || startsOf(pool).length === 0 || (!baseIsFirst && mints[1] !== baseMint)) return null
  const oracle = accountFields(accounts.get(oracleAddress(address)), ORACLE)
  const volatility = volatilityOf(pool, oracle, at)
  if (volatility === null || (oracle && oracle.u64(SEEN.tradeFrom) > chainSeconds(at))) return null
  const around = ticksAround(pool, layout, accounts)
  const sides = sidesOf(accounts, baseMint, mints[baseIsFirst ? 1 : 0])
  const [sqrtPrice, liquidity] = [pool.u128(AT.sqrtPrice), pool.u128(AT.liquidity)]
  if (!around || !sides || sqrtPrice === 0n) return null
  const [first, second] = virtualReserves(sqrtPrice, liquidity << 64n)
  if (first === 0n || second === 0n) return null
  const world = { ...around, liquidity, sqrtPriceOf: orcaSqrtPrice, volatility }
  return {
    ...{ address, kind: 'liquidity-curve', ...sides, tradeFeeMillionths: BigInt(pool.u16(AT.feeRate)) },
    ...{ baseReserve: baseIsFirst ? first : second, quoteReserve: baseIsFirst ? second : first },
    curve: { sqrtPrice, baseIsFirst, down: tickSegments(world, true), up: tickSegments(world, false) },
  }
}

/** Orca Whirlpool: liquidity between ticks, as far as a swap may go. */
export const orcaWhirlpoolCodec: PoolCodec = { program: ORCA_PROGRAM, layout, stands, snapshot }
