import {
  account,
  answerOf,
  camel,
  encoded,
  mintAccount,
  theirs,
  USDC,
  writeFixture,
  WSOL,
} from './fixture.mjs'
import { anyStruct, bigOf, bn } from './random.mjs'

const {
  createDbcProgram,
  DYNAMIC_BONDING_CURVE_PROGRAM_ID,
  DynamicBondingCurveIdl,
  getTotalFeeNumeratorFromIncludedFeeAmount,
  swapQuoteExactIn,
  swapQuotePartialFill,
  TradeDirection,
} = theirs('@meteora-ag/dynamic-bonding-curve-sdk')
const { coder } = createDbcProgram(null).program
const [MIN, MAX] = [4_295_048_016n, 79_226_673_521_066_979_257_578_248_091n]
const { types } = DynamicBondingCurveIdl

const anyBaseFee = (random, mode) => {
  const cliff = random.between(2_500_000n, 500_000_000n)
  const factors = (first, second, third) => ({
    first_factor: first,
    second_factor: bn(second),
    third_factor: bn(third),
  })
  const made = { cliff_fee_numerator: bn(cliff), base_fee_mode: mode, padding_0: [0, 0, 0, 0, 0] }
  if (mode === 2)
    return {
      ...made,
      ...factors(random.int(1, 500), random.sized(1n, 40_000n), random.sized(1n, 10n ** 12n)),
    }
  const steps = random.int(1, 500)
  const reduction = mode === 0 ? random.between(0n, cliff / BigInt(steps)) : random.between(1n, 100n)
  return { ...made, ...factors(steps, random.sized(1n, 10_000n), reduction) }
}

/** Up to sixteen points at rising prices, the rest of the twenty empty. */
const anyCurve = (random) => {
  const wide = random.chance(0.2)
  const start = wide ? random.sized(MIN, MAX >> 1n) : random.between(1n << 56n, 1n << 66n)
  let at = start
  const points = Array.from({ length: random.int(1, 16) }, () => {
    at += random.sized(at >> 10n, at)
    return at > MAX ? null : { sqrt_price: at, liquidity: random.sized(1n << 80n, 1n << 120n) }
  }).filter(Boolean)
  return points.length > 0 ? { start, points } : anyCurve(random)
}
const padded = (points) =>
  Array.from({ length: 20 }, (_, index) => ({
    sqrt_price: bn(points[index]?.sqrt_price ?? 0n),
    liquidity: bn(points[index]?.liquidity ?? 0n),
  }))

await writeFixture('meteora-dbc', ['@meteora-ag/dynamic-bonding-curve-sdk'], (random, index) => {
  const [pool, configKey, token] = [random.key(), random.key(), random.key()]
  const quote = random.pick([USDC, WSOL])
  const decimals = random.int(6, 9)
  const { start, points } = anyCurve(random)
  const top = points.at(-1).sqrt_price
  const migration = random.chance(0.7) ? top : random.between(start + 1n, top)
  const sqrtPrice = random.chance(0.2) ? random.pick([start, migration]) : random.between(start, migration)
  const [mode, bySlot] = [random.int(0, 2), random.chance(0.5)]
  const activation = random.between(1_000n, 1_700_000_000n)
  const point = activation + random.sized(0n, 100_000n)
  const collect = random.int(0, 1)
  const complete = index % 10 === 9
  const threshold = random.sized(2n, 1n << 60n)
  const config = { ...anyStruct('PoolConfig', types, random), quote_mint: quote, curve: padded(points) }
  config.pool_fees.base_fee = anyBaseFee(random, mode)
  Object.assign(config.pool_fees.dynamic_fee, {
    ...{ initialized: random.int(0, 1), bin_step: 1, variable_fee_control: random.int(0, 100_000) },
  })
  Object.assign(config, {
    ...{ collect_fee_mode: collect, activation_type: bySlot ? 0 : 1, token_decimal: decimals },
    ...{
      migration_quote_threshold: bn(threshold),
      migration_sqrt_price: bn(migration),
      sqrt_start_price: bn(start),
    },
  })
  const state = anyStruct('VirtualPool', types, random)
  Object.assign(state.pool_state, {
    ...{ config: configKey, base_mint: token, sqrt_price: bn(sqrtPrice), activation_point: bn(activation) },
    ...{
      is_migrated: index % 20 === 19 ? 1 : 0,
      migration_progress: complete ? 2 : 0,
      quote_reserve: bn(complete ? threshold : random.between(0n, threshold - 1n)),
    },
  })
  state.pool_state.volatility_tracker.volatility_accumulator = bn(random.sized(0n, 14_460_000n))
  const [poolData, configData] = [
    encoded(coder, 'virtualPool', camel(state)),
    encoded(coder, 'poolConfig', camel(config)),
  ]
  const [virtualPool, poolConfig] = [
    coder.accounts.decode('virtualPool', poolData),
    coder.accounts.decode('poolConfig', configData),
  ]
  const quoted = (sale, input) => {
    const ask = (quoteFunction) =>
      quoteFunction(virtualPool, poolConfig, sale, bn(input), 0, false, bn(point), false)
    try {
      return bigOf(ask(swapQuoteExactIn).outputAmount).toString()
    } catch {
      return answerOf(() => ask(swapQuotePartialFill).outputAmount)
    }
  }
  const amounts = [
    1n,
    2n,
    1_000n,
    10n ** 6n,
    10n ** 9n,
    random.sized(1n, (1n << 63n) - 1n),
    random.sized(1n, 10n ** 12n),
  ]
  const swaps = amounts.flatMap((input) => [
    { inputMint: token, input, output: quoted(true, input) },
    ...(mode === 2 ? [] : [{ inputMint: quote, input, output: quoted(false, input) }]),
  ])
  const fee = getTotalFeeNumeratorFromIncludedFeeAmount(
    ...[poolConfig.poolFees, virtualPool.poolState.volatilityTracker, bn(point)],
    ...[virtualPool.poolState.activationPoint, bn(1_000n), TradeDirection.BaseToQuote],
  )
  const here = points.find(({ sqrt_price }) => sqrt_price >= sqrtPrice)
  const thin = here.liquidity / sqrtPrice === 0n || (here.liquidity * sqrtPrice) >> 128n === 0n
  return {
    ...{
      pool,
      mint: token,
      at: Number(bySlot ? 0n : point),
      slot: bySlot ? point : 1n,
      closed: complete || thin,
    },
    accounts: [
      account(pool, DYNAMIC_BONDING_CURVE_PROGRAM_ID, poolData),
      account(configKey, DYNAMIC_BONDING_CURVE_PROGRAM_ID, configData),
      mintAccount(token, decimals),
    ],
    fields: {
      ...{ kind: 'liquidity-curve', baseMint: token, quoteMint: quote, baseDecimals: decimals },
      curve: { sqrtPrice, baseIsFirst: true },
      sideFee: { billionths: bigOf(fee), from: collect === 0 ? 'quote' : 'output' },
    },
    swaps,
  }
})
