import { virtualReserves } from '@/lib/domain/pools/liquidity-curve'
import { feeAfter, stepsByTime, variableFee } from '@/lib/domain/pools/meteora-fees'
import type { CurveSegment, LiquidityCurve, PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields, oncePerAccount } from './account-fields'
import { hasBegun, pointOf } from './chain-time'
import { mintsToRead, sidesOf } from './token-mints'

export const METEORA_DBC_PROGRAM = 'dbcij3LWUppWqq96dh6gJWwBifmcGfLSB5D4DuSMaqN'

/**
 * VirtualPool and PoolConfig of the Dynamic Bonding Curve, `repr(C)` structs after the Anchor discriminator.
 * Source: @meteora-ag/dynamic-bonding-curve-sdk 1.5.12 (`DynamicBondingCurveIdl`); MeteoraAg/dynamic-bonding-curve,
 * programs/dynamic-bonding-curve/src/state/{virtual_pool,config}.rs at b4f9547.
 */
export const DBC_POOL: AccountKind = {
  program: METEORA_DBC_PROGRAM,
  discriminator: [213, 224, 5, 209, 98, 69, 119, 92],
  leastLength: 424,
}
const AT = {
  volatility: 40,
  config: 72,
  baseMint: 136,
  quoteReserve: 240,
  sqrtPrice: 280,
  activationPoint: 296,
  isMigrated: 305,
  migrationProgress: 308,
} as const
export const DBC_CONFIG: AccountKind = {
  program: METEORA_DBC_PROGRAM,
  discriminator: [26, 108, 14, 123, 116, 230, 129, 43],
  leastLength: 1_048,
}
const SET = {
  quoteMint: 8,
  cliffFee: 104,
  secondFactor: 112,
  thirdFactor: 120,
  firstFactor: 128,
  baseFeeMode: 130,
  isDynamic: 136,
  variableFeeControl: 148,
  binStep: 152,
  collectFeeMode: 232,
  activationType: 234,
  migrationThreshold: 264,
  migrationSqrtPrice: 280,
  sqrtStart: 392,
  curve: 408,
} as const
const POINTS = 20
const POINT = 32
const COLLECT_QUOTE = 0
const MODE = { exponential: 1, rateLimiter: 2 } as const
const MOST = 990_000_000n

/** From the swap that completes the curve on, its progress is above zero: nothing trades while it is migrated. */
const isOpen = (pool: Fields): boolean => pool.u8(AT.isMigrated) === 0 && pool.u8(AT.migrationProgress) === 0

const layout: PoolCodec['layout'] = (account, mint, known): PoolLayout | null => {
  const pool = accountFields(account, DBC_POOL)
  if (!pool || !isOpen(pool) || pool.key(AT.baseMint) !== mint) return null
  const config = accountFields(known.get(pool.key(AT.config)), DBC_CONFIG)
  if (!config) return null
  const mints = [mint, config.key(SET.quoteMint)] as const
  const { address } = account
  return {
    ...{ address, program: METEORA_DBC_PROGRAM, mints, live: [address] },
    others: [pool.key(AT.config), ...mintsToRead(mints)],
    timed: config.u8(SET.baseFeeMode) === MODE.rateLimiter || config.u16(SET.firstFactor) > 0,
  }
}

/** The pool names its quote only in its settings. */
const needs = (account: AccountUpdate): string[] => {
  const pool = accountFields(account, DBC_POOL)
  return pool ? [pool.key(AT.config)] : []
}

const stands: PoolCodec['stands'] = (_, account) => {
  const pool = accountFields(account, DBC_POOL)
  return pool !== null && isOpen(pool)
}

/** Point i says where the liquidity that begins at point i - 1, or at the first price of all, ends. */
const settingsOf = oncePerAccount((account) => {
  const config = accountFields(account, DBC_CONFIG)
  if (!config) return null
  const all = Array.from({ length: POINTS }, (_, index): CurveSegment => {
    const point = SET.curve + index * POINT
    return { to: config.u128(point), liquidity: config.u128(point + 16) }
  })
  const unused = all.findIndex(({ to, liquidity }) => to === 0n || liquidity === 0n)
  const points = unused < 0 ? all : all.slice(0, unused)
  const starts = [config.u128(SET.sqrtStart), ...points.map(({ to }) => to)]
  const last = config.u128(SET.migrationSqrtPrice)
  return {
    config,
    down: points.map(({ liquidity }, index) => ({ to: starts[index]!, liquidity })).reverse(),
    up: points
      .filter((_, index) => starts[index]! < last)
      .map(({ to, liquidity }) => ({ to: to < last ? to : last, liquidity })),
  }
})
type Settings = NonNullable<ReturnType<typeof settingsOf>>

const curveOf = (pool: Fields, { down, up }: Settings): LiquidityCurve => {
  const sqrtPrice = pool.u128(AT.sqrtPrice)
  return {
    ...{ sqrtPrice, baseIsFirst: true },
    down: down.filter(({ to }) => to < sqrtPrice),
    up: up.filter(({ to }) => to > sqrtPrice),
  }
}

/** Of a purchase while the limiter is on: its most, as it grows with the amount. */
const feeOf = (pool: Fields, config: Fields, point: bigint): { billionths: bigint; purchase?: bigint } => {
  const moved = config.u8(SET.isDynamic)
    ? variableFee(
        pool.u128(AT.volatility),
        BigInt(config.u16(SET.binStep)),
        BigInt(config.u32(SET.variableFeeControl)),
      )
    : 0n
  const capped = (fee: bigint): bigint => (fee + moved > MOST ? MOST : fee + moved)
  const [cliff, second, third] = [SET.cliffFee, SET.secondFactor, SET.thirdFactor].map((at) => config.u64(at))
  const [activation, first] = [pool.u64(AT.activationPoint), BigInt(config.u16(SET.firstFactor))]
  const mode = config.u8(SET.baseFeeMode)
  if (mode === MODE.rateLimiter) {
    const limits = first + second! + third! > 0n && point <= activation + second!
    return { billionths: capped(cliff!), ...(limits ? { purchase: MOST } : {}) }
  }
  const falling = { cliff: cliff!, steps: first, reduction: third!, exponential: mode === MODE.exponential }
  return { billionths: capped(feeAfter(falling, stepsByTime(point, activation, second!))) }
}

const snapshot: PoolCodec['snapshot'] = (
  { address, mints, others },
  accounts,
  baseMint,
  at,
): PoolSnapshot | null => {
  const pool = accountFields(accounts.get(address), DBC_POOL)
  const account = accounts.get(others[0]!)
  const settings = account ? settingsOf(account) : null
  if (!pool || !settings || !isOpen(pool) || baseMint !== mints[0]) return null
  const { config } = settings
  // Complete: it takes no more swaps and waits to be migrated.
  if (pool.u64(AT.quoteReserve) >= config.u64(SET.migrationThreshold)) return null
  const point = pointOf(config.u8(SET.activationType), accounts, at)
  const sides = sidesOf(accounts, baseMint, mints[1])
  const curve = curveOf(pool, settings)
  const here = curve.down[0] ?? curve.up[0]
  if (!sides || !here || curve.sqrtPrice === 0n) return null
  if (!hasBegun(config.u8(SET.activationType), accounts, at, pool.u64(AT.activationPoint))) return null
  const [baseReserve, quoteReserve] = virtualReserves(curve.sqrtPrice, here.liquidity)
  if (baseReserve === 0n || quoteReserve === 0n) return null
  return {
    ...{
      address,
      kind: 'liquidity-curve',
      ...sides,
      tradeFeeMillionths: 0n,
      baseReserve,
      quoteReserve,
      curve,
    },
    sideFee: {
      ...feeOf(pool, config, point),
      from: config.u8(SET.collectFeeMode) === COLLECT_QUOTE ? 'quote' : 'output',
    },
  }
}

/** Meteora's Dynamic Bonding Curve: liquidity by stretches that its settings fix, until it has raised enough. */
export const meteoraDbcCodec: PoolCodec = { program: METEORA_DBC_PROGRAM, needs, layout, stands, snapshot }
