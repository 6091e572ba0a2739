import { virtualReserves } from '@/lib/domain/pools/liquidity-curve'
import type { LiquidityCurve, PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { type Tick, tickSegments } from '@/lib/domain/pools/tick-curve'
import { raydiumSqrtPrice } from '@/lib/domain/pools/tick-prices'
import { groupOf, referenceAfter, type VolatilityFee } from '@/lib/domain/pools/volatility-fee'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields } from './account-fields'
import { chainSeconds } from './chain-time'
import { arrayAddress, arrayEnd, nearArrays, RAYDIUM_CLMM_PROGRAM, raydiumTicks } from './raydium-ticks'
import { mintsToRead, sidesOf } from './token-mints'

/**
 * PoolState and AmmConfig, packed after the Anchor discriminator.
 * Source: raydium-io/raydium-clmm at 03b44b7, programs/amm/src/states/{pool,pool_fee,config}.rs.
 */
const POOL: AccountKind = {
  program: RAYDIUM_CLMM_PROGRAM,
  discriminator: [247, 237, 227, 245, 215, 195, 222, 70],
  leastLength: 1_544,
}
const AT = {
  config: 9,
  mint0: 73,
  mint1: 105,
  tickSpacing: 235,
  liquidity: 237,
  sqrtPrice: 253,
  tickCurrent: 269,
  status: 389,
  feeOn: 390,
  filter: 1_096,
  decay: 1_098,
  reduction: 1_100,
  control: 1_102,
  mostVolatility: 1_106,
  group: 1_110,
  reference: 1_114,
  accumulator: 1_118,
  lastReference: 1_122,
} as const
const CONFIG: AccountKind = {
  program: RAYDIUM_CLMM_PROGRAM,
  discriminator: [218, 244, 33, 104, 203, 203, 43, 111],
  leastLength: 117,
}
const TRADE_FEE = 47
const SWAP_DISABLED = 0b10000
const FEE_IN = [undefined, 'first', 'second'] as const
const MILLION = 1_000_000n

const isOpen = (pool: Fields): boolean => (pool.u8(AT.status) & SWAP_DISABLED) === 0
const isDynamic = (pool: Fields): boolean => pool.u16(AT.filter) > 0
const near = (pool: Fields) => nearArrays(pool, pool.i32(AT.tickCurrent), pool.u16(AT.tickSpacing))

const layout: PoolCodec['layout'] = (account): PoolLayout | null => {
  const pool = accountFields(account, POOL)
  const arrays = pool && isOpen(pool) ? near(pool) : null
  if (!pool || !arrays) return null
  const { address } = account
  const mints = [pool.key(AT.mint0), pool.key(AT.mint1)] as const
  return {
    ...{ address, program: RAYDIUM_CLMM_PROGRAM, mints, live: [address], timed: isDynamic(pool) },
    ticks: arrays.starts,
    others: [
      ...arrays.starts.map((start) => arrayAddress(address, start)),
      pool.key(AT.config),
      ...mintsToRead(mints),
    ],
  }
}

const stands: PoolCodec['stands'] = ({ ticks = [] }, account) => {
  const pool = accountFields(account, POOL)
  const arrays = pool && isOpen(pool) ? near(pool) : null
  return (
    arrays !== null &&
    arrays.starts.length === ticks.length &&
    arrays.starts.every((start, index) => start === ticks[index])
  )
}

const volatilityOf = (pool: Fields, staticMillionths: bigint, at: Date): VolatilityFee | undefined => {
  if (!isDynamic(pool)) return undefined
  const groupTicks = pool.u16(AT.tickSpacing)
  const stored = {
    group: pool.i32(AT.group),
    reference: BigInt(pool.u32(AT.reference)),
    accumulator: BigInt(pool.u32(AT.accumulator)),
    reduction: BigInt(pool.u16(AT.reduction)),
  }
  const quiet = chainSeconds(at) - pool.u64(AT.lastReference)
  return {
    ...{ staticMillionths, groupTicks, control: BigInt(pool.u32(AT.control)), oneStep: 'at-most' },
    mostVolatility: BigInt(pool.u32(AT.mostVolatility)),
    ...referenceAfter(stored, {
      quiet: quiet > 0n ? quiet : 0n,
      filter: BigInt(pool.u16(AT.filter)),
      decay: BigInt(pool.u16(AT.decay)),
      now: groupOf(pool.i32(AT.tickCurrent), groupTicks),
    }),
  }
}

/** Of all the arrays the layout names; null while one is missing or something else. */
const ticksOf = (
  { ticks = [], others }: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
): Tick[] | null => {
  const all: Tick[] = []
  for (const [index] of ticks.entries()) {
    const account = accounts.get(others[index]!)
    const found = account && raydiumTicks(account)
    if (!found) return null
    all.push(...found)
  }
  return all
}

const curveOf = (
  pool: Fields,
  layout: PoolLayout,
  ticks: readonly Tick[],
  volatility: VolatilityFee | undefined,
): Omit<LiquidityCurve, 'baseIsFirst'> | null => {
  const [{ ticks: starts = [] }, arrays, first, last] = [layout, near(pool), ticks[0], ticks.at(-1)]
  if (!arrays || !first || !last) return null
  const [spacing, current] = [pool.u16(AT.tickSpacing), pool.i32(AT.tickCurrent)]
  const world = {
    ...{ ticks, current, liquidity: pool.u128(AT.liquidity), sqrtPriceOf: raydiumSqrtPrice, volatility },
    lowest: Math.min(current, arrays.moreBelow ? starts[0]! : first.tick),
    highest: Math.max(current, arrays.moreAbove ? arrayEnd(starts.at(-1)!, spacing) : last.tick),
  }
  const feeIn = FEE_IN[pool.u8(AT.feeOn)]
  return {
    sqrtPrice: pool.u128(AT.sqrtPrice),
    ...{ down: tickSegments(world, true), up: tickSegments(world, false) },
    ...(feeIn ? { feeIn } : {}),
  }
}

const snapshot: PoolCodec['snapshot'] = (layout, accounts, baseMint, at): PoolSnapshot | null => {
  const { address, mints } = layout
  const pool = accountFields(accounts.get(address), POOL)
  const baseIsFirst = mints[0] === baseMint
  if (!pool || !isOpen(pool) || (!baseIsFirst && mints[1] !== baseMint)) return null
  const config = accountFields(accounts.get(pool.key(AT.config)), CONFIG)
  const ticks = ticksOf(layout, accounts)
  const sides = sidesOf(accounts, baseMint, mints[baseIsFirst ? 1 : 0])
  if (!config || !ticks || !sides || pool.u128(AT.sqrtPrice) === 0n) return null
  const tradeFeeMillionths = BigInt(config.u32(TRADE_FEE))
  const curve = curveOf(pool, layout, ticks, volatilityOf(pool, tradeFeeMillionths, at))
  const [first, second] = virtualReserves(pool.u128(AT.sqrtPrice), pool.u128(AT.liquidity) << 64n)
  if (!curve || first === 0n || second === 0n || tradeFeeMillionths >= MILLION) return null
  return {
    ...{ address, kind: 'liquidity-curve', ...sides, tradeFeeMillionths },
    ...{ baseReserve: baseIsFirst ? first : second, quoteReserve: baseIsFirst ? second : first },
    curve: { ...curve, baseIsFirst },
  }
}

/** Raydium CLMM: liquidity between ticks, as far as the arrays near the price go; its limit orders are left out. */
export const raydiumClmmCodec: PoolCodec = { program: RAYDIUM_CLMM_PROGRAM, layout, stands, snapshot }
