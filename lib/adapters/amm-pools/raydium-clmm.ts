import { virtualReserves } from '@/lib/domain/pools/liquidity-curve'
import type { LiquidityCurve, PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { tickSegments, type Tick, type TickWorld } from '@/lib/domain/pools/tick-curve'
import { raydiumSqrtPrice } from '@/lib/domain/pools/tick-prices'
import { groupOf, referenceAfter, type VolatilityFee } from '@/lib/domain/pools/volatility-fee'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields } from './account-fields'
import { chainSeconds } from './chain-time'
import { knownTicks } from './known-ticks'
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

const netOf = (ticks: readonly Tick[], counts: (tick: number) => boolean): bigint =>
  ticks.reduce((sum, { tick, net }) => (counts(tick) ? sum + net : sum), 0n)

type Complete = NonNullable<LiquidityCurve['complete']>

const ticksAround = (
  pool: Fields,
  layout: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
): (Pick<TickWorld, 'ticks' | 'lowest' | 'highest'> & { current: number; complete: Complete }) | null => {
  const [arrays, current, spacing] = [near(pool), pool.i32(AT.tickCurrent), pool.u16(AT.tickSpacing)]
  if (!arrays) return null
  const span = arrayEnd(0, spacing)
  const known = knownTicks(layout, accounts, { expected: arrays.starts, span, current }, (account) =>
    account ? raydiumTicks(account) : null,
  )
  if (!known) return null
  const { ticks, gapBelow, gapAbove } = known
  const liquidity = pool.u128(AT.liquidity)
  const [first, last] = [ticks[0]?.tick ?? current, ticks.at(-1)?.tick ?? current]
  return {
    ...{ ticks, current },
    // Positions over all prices have ticks that the pool's own map does not tell of.
    complete: {
      down: gapBelow === null && !arrays.moreBelow && netOf(ticks, (tick) => tick <= current) === liquidity,
      up: gapAbove === null && !arrays.moreAbove && netOf(ticks, (tick) => tick > current) === -liquidity,
    },
    lowest: Math.min(current, gapBelow ?? (arrays.moreBelow ? arrays.starts[0]! : first)),
    highest: Math.max(current, gapAbove ?? (arrays.moreAbove ? arrays.starts.at(-1)! + span : last)),
  }
}

const snapshot: PoolCodec['snapshot'] = (layout, accounts, baseMint, at): PoolSnapshot | null => {
  const { address, mints } = layout
  const pool = accountFields(accounts.get(address), POOL)
  const baseIsFirst = mints[0] === baseMint
  if (!pool || !isOpen(pool) || (!baseIsFirst && mints[1] !== baseMint)) return null
  const config = accountFields(accounts.get(pool.key(AT.config)), CONFIG)
  const around = ticksAround(pool, layout, accounts)
  const sides = sidesOf(accounts, baseMint, mints[baseIsFirst ? 1 : 0])
  if (!config || !around || !sides || pool.u128(AT.sqrtPrice) === 0n) return null
  const tradeFeeMillionths = BigInt(config.u32(TRADE_FEE))
  const volatility = volatilityOf(pool, tradeFeeMillionths, at)
  const world = { ...around, liquidity: pool.u128(AT.liquidity), sqrtPriceOf: raydiumSqrtPrice, volatility }
  const feeIn = FEE_IN[pool.u8(AT.feeOn)]
  const [first, second] = virtualReserves(pool.u128(AT.sqrtPrice), pool.u128(AT.liquidity) << 64n)
  if (first === 0n || second === 0n || tradeFeeMillionths >= MILLION) return null
  return {
    ...{ address, kind: 'liquidity-curve', ...sides, tradeFeeMillionths },
    ...{ baseReserve: baseIsFirst ? first : second, quoteReserve: baseIsFirst ? second : first },
    curve: {
      ...{ sqrtPrice: pool.u128(AT.sqrtPrice), baseIsFirst, ...(feeIn ? { feeIn } : {}) },
      complete: around.complete,
      ...{ down: tickSegments(world, true), up: tickSegments(world, false) },
    },
  }
}

/** Raydium CLMM: liquidity between ticks, as far as the arrays near the price go; its limit orders are left out. */
export const raydiumClmmCodec: PoolCodec = { program: RAYDIUM_CLMM_PROGRAM, layout, stands, snapshot }
