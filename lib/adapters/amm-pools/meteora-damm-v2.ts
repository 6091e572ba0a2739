import { virtualReserves } from '@/lib/domain/pools/liquidity-curve'
import {
  FEE_DENOMINATOR,
  feeAfter,
  stepsByPrice,
  stepsByTime,
  variableFee,
} from '@/lib/domain/pools/meteora-fees'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields } from './account-fields'
import { hasBegun, pointOf } from './chain-time'
import { mintsToRead, sidesOf } from './token-mints'

export const METEORA_DAMM_V2_PROGRAM = 'cpamdpZCGKUy5JxQXB4dcpGPiikHawvSWAd6mEn1sGG'

/**
 * Pool of cp-amm, a `repr(C)` struct after the Anchor discriminator.
 * Source: @meteora-ag/cp-amm-sdk 1.5.0 (`CpAmmIdl`); MeteoraAg/damm-v2, programs/cp-amm/src/state/pool.rs at a3d3827.
 */
const POOL: AccountKind = {
  program: METEORA_DAMM_V2_PROGRAM,
  discriminator: [241, 154, 109, 4, 17, 177, 109, 188],
  leastLength: 1_112,
}
const AT = {
  cliffFee: 8,
  baseFeeMode: 16,
  steps: 22,
  frequency: 24,
  maxLimiterDuration: 24,
  stepBps: 24,
  maxLimiterFeeBps: 28,
  expiration: 28,
  reduction: 32,
  isDynamic: 56,
  variableFeeControl: 68,
  binStep: 72,
  volatility: 120,
  firstSqrtPrice: 152,
  mintA: 168,
  mintB: 200,
  liquidity: 360,
  sqrtMin: 424,
  sqrtMax: 440,
  sqrtPrice: 456,
  activationPoint: 472,
  activationType: 480,
  status: 481,
  collectFeeMode: 484,
  feeVersion: 486,
  amountA: 680,
  amountB: 688,
} as const
const ENABLED = 0
const MODE = { timeExponential: 1, rateLimiter: 2, priceLinear: 3, priceExponential: 4 } as const
const COLLECT = { output: 0, compounding: 2 } as const
const MOST = [500_000_000n, 990_000_000n] as const

const isOpen = (pool: Fields): boolean =>
  pool.u8(AT.status) === ENABLED && pool.u8(AT.collectFeeMode) <= COLLECT.compounding

const layout = (account: AccountUpdate): PoolLayout | null => {
  const pool = accountFields(account, POOL)
  if (!pool || !isOpen(pool)) return null
  const { address } = account
  const mints = [pool.key(AT.mintA), pool.key(AT.mintB)] as const
  const others = mintsToRead(mints)
  return { address, program: METEORA_DAMM_V2_PROGRAM, mints, live: [address], others, timed: isTimed(pool) }
}

const isTimed = (pool: Fields): boolean =>
  pool.u8(AT.baseFeeMode) === MODE.rateLimiter || pool.u16(AT.steps) > 0

const stands: PoolCodec['stands'] = (_, account) => {
  const pool = accountFields(account, POOL)
  return pool !== null && isOpen(pool)
}

/** What a swap pays now, and a purchase of token A where it may pay more. */
type Fee = { billionths: bigint; purchase?: bigint }

const baseFee = (pool: Fields, point: bigint): Fee => {
  const [mode, activation] = [pool.u8(AT.baseFeeMode), pool.u64(AT.activationPoint)]
  const falling = {
    ...{ cliff: pool.u64(AT.cliffFee), steps: BigInt(pool.u16(AT.steps)), reduction: pool.u64(AT.reduction) },
    exponential: mode === MODE.timeExponential || mode === MODE.priceExponential,
  }
  if (mode === MODE.rateLimiter) {
    const limits = pool.u16(AT.steps) + pool.u32(AT.maxLimiterDuration) > 0
    const until = activation + BigInt(pool.u32(AT.maxLimiterDuration))
    const most = BigInt(pool.u32(AT.maxLimiterFeeBps)) * (FEE_DENOMINATOR / 10_000n)
    return { billionths: falling.cliff, ...(limits && point <= until ? { purchase: most } : {}) }
  }
  if (mode < MODE.rateLimiter)
    return { billionths: feeAfter(falling, stepsByTime(point, activation, pool.u64(AT.frequency))) }
  const expired = point > activation + BigInt(pool.u32(AT.expiration))
  const { sqrtPrice, firstSqrtPrice } = {
    sqrtPrice: pool.u128(AT.sqrtPrice),
    firstSqrtPrice: pool.u128(AT.firstSqrtPrice),
  }
  const risen = stepsByPrice(sqrtPrice, firstSqrtPrice, BigInt(pool.u32(AT.stepBps)))
  return { billionths: feeAfter(falling, expired ? falling.steps : risen) }
}

const feeOf = (pool: Fields, point: bigint): Fee => {
  const { billionths, purchase } = baseFee(pool, point)
  const moved = pool.u8(AT.isDynamic)
    ? variableFee(
        pool.u128(AT.volatility),
        BigInt(pool.u16(AT.binStep)),
        BigInt(pool.u32(AT.variableFeeControl)),
      )
    : 0n
  const most = MOST[pool.u8(AT.feeVersion) === 0 ? 0 : 1]
  const capped = (fee: bigint): bigint => (fee + moved > most ? most : fee + moved)
  return { billionths: capped(billionths), ...(purchase === undefined ? {} : { purchase: capped(purchase) }) }
}

/** Token A first. */
const reservesOf = (pool: Fields): [bigint, bigint] =>
  pool.u8(AT.collectFeeMode) === COLLECT.compounding
    ? [pool.u64(AT.amountA), pool.u64(AT.amountB)]
    : virtualReserves(pool.u128(AT.sqrtPrice), pool.u128(AT.liquidity))

const curveOf = (pool: Fields, baseIsFirst: boolean): Pick<PoolSnapshot, 'kind' | 'curve'> => {
  if (pool.u8(AT.collectFeeMode) === COLLECT.compounding) return { kind: 'constant-product' }
  const liquidity = pool.u128(AT.liquidity)
  return {
    kind: 'liquidity-curve',
    curve: {
      ...{ sqrtPrice: pool.u128(AT.sqrtPrice), baseIsFirst },
      down: [{ to: pool.u128(AT.sqrtMin), liquidity }],
      up: [{ to: pool.u128(AT.sqrtMax), liquidity }],
    },
  }
}

const snapshot: PoolCodec['snapshot'] = ({ address, mints }, accounts, baseMint, at): PoolSnapshot | null => {
  const pool = accountFields(accounts.get(address), POOL)
  const baseIsFirst = mints[0] === baseMint
  if (!pool || !isOpen(pool) || (!baseIsFirst && mints[1] !== baseMint)) return null
  const point = pointOf(pool.u8(AT.activationType), accounts, at)
  if (!hasBegun(pool.u8(AT.activationType), accounts, at, pool.u64(AT.activationPoint))) return null
  const sides = sidesOf(accounts, baseMint, mints[baseIsFirst ? 1 : 0])
  const [first, second] = pool.u128(AT.sqrtPrice) > 0n ? reservesOf(pool) : [0n, 0n]
  if (!sides || first === 0n || second === 0n) return null
  const { billionths, purchase } = feeOf(pool, point)
  // The limiter is on what pays in token B; a sale of it would be priced at its most.
  if (!baseIsFirst && purchase !== undefined) return null
  const onB = baseIsFirst ? 'quote' : 'base'
  const from = pool.u8(AT.collectFeeMode) === COLLECT.output ? 'output' : onB
  return {
    ...{ address, ...curveOf(pool, baseIsFirst), ...sides, tradeFeeMillionths: 0n },
    ...{ baseReserve: baseIsFirst ? first : second, quoteReserve: baseIsFirst ? second : first },
    sideFee: { billionths, from, ...(purchase === undefined ? {} : { purchase }) },
  }
}

/** Meteora DAMM v2: one liquidity between two prices, or a constant product where fees compound. */
export const meteoraDammV2Codec: PoolCodec = { program: METEORA_DAMM_V2_PROGRAM, layout, stands, snapshot }
