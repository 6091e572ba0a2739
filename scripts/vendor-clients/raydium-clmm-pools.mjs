import { PublicKey } from '@solana/web3.js'
import { account, answerOf, mintAccount, theirs, USDC, writeFixture, WSOL } from './fixture.mjs'
import { anyPositions } from './positions.mjs'
import { bn } from './random.mjs'

// Only the parts that are needed: the whole client takes seconds to load.
const clmm = '@raydium-io/raydium-sdk-v2/lib/raydium/clmm'
const { ClmmConfigLayout, PoolInfoLayout, TickArrayLayout } = theirs(`${clmm}/layout.js`)
const { swapInternal } = theirs(`${clmm}/libraries/swapSimulator.js`)
const { TickUtil } = theirs(`${clmm}/libraries/tickArrayUtil.js`)
const PROGRAM = new PublicKey('CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK')
const [MIN, MAX] = [4_295_048_016n, 79_226_673_521_066_979_257_578_248_091n]
const TICKS = 60
const KIND = {
  pool: [247, 237, 227, 245, 215, 195, 222, 70],
  config: [218, 244, 33, 104, 203, 203, 43, 111],
  array: [192, 155, 85, 205, 49, 249, 129, 42],
}

const encoded = (layout, kind, value) => {
  const data = Buffer.alloc(layout.span)
  layout.encode(value, data)
  data.set(kind, 0)
  return data
}
const zeros = (count) => Array(count).fill(bn(0n))
const NO_TICK = {
  ...{
    tick: 0,
    liquidityNet: bn(0n),
    liquidityGross: bn(0n),
    feeGrowthOutsideX64A: bn(0n),
    feeGrowthOutsideX64B: bn(0n),
  },
  ...{
    rewardGrowthsOutsideX64: zeros(3),
    orderPhase: bn(0n),
    ordersAmount: bn(0n),
    partFilledOrdersRemaining: bn(0n),
  },
  unfilledRatioX64: bn(0n),
}
const arrayAddress = (pool, start) => {
  const seed = Buffer.alloc(4)
  seed.writeInt32BE(start)
  return PublicKey.findProgramAddressSync([Buffer.from('tick_array'), pool.toBuffer(), seed], PROGRAM)[0]
}

await writeFixture('raydium-clmm', ['@raydium-io/raydium-sdk-v2'], (random, index) => {
  const quote = random.pick([USDC, WSOL])
  const [pool, configId, token] = [random.key(), random.key(), random.key()]
  const tokenFirst = random.chance(0.6)
  const mints = tokenFirst ? [token, quote] : [quote, token]
  const decimals = random.int(0, 12)
  const spacing = random.pick([1, 2, 4, 8, 10, 20, 60, 100, 120])
  const span = TICKS * spacing
  const current = random.chance(0.1) ? random.int(-30, 30) : random.int(-20_000, 20_000)
  const [low, high] = [current, current + 1].map((tick) =>
    BigInt(TickUtil.getSqrtPriceAtTick(tick).toString()),
  )
  const sqrtPrice = random.chance(0.2) ? low : random.between(low, high - 1n)
  const here = Math.floor(current / span)
  // No further than two arrays to either side, so that all of it is near the price.
  const bounds = { least: (here - 2) * span, highest: (here + 3) * span - 1 }
  const { nets, liquidity } = anyPositions(random, {
    current,
    spacing,
    span: 2 * span,
    most: 1n << 90n,
    ...bounds,
  })
  const [now, most] = [1_700_000_000n, random.pick([0, 50_000, 350_000])]
  const quiet = random.pick([random.int(0, 40), random.int(60, 560), random.int(600, 3_000)])
  const dynamic = random.chance(0.4)
  const group = Math.floor(current / spacing)
  const bitmap = Buffer.alloc(128)
  const starts = [...new Set([...nets.keys()].map((tick) => Math.floor(tick / span)))].sort(
    (one, other) => one - other,
  )
  for (const start of starts) bitmap[(start + 512) >> 3] |= 1 << ((start + 512) & 7)
  const state = {
    ...{
      bump: 255,
      configId,
      creator: random.key(),
      mintA: mints[0],
      mintB: mints[1],
      vaultA: random.key(),
      vaultB: random.key(),
    },
    ...{
      observationId: random.key(),
      mintDecimalsA: tokenFirst ? decimals : 6,
      mintDecimalsB: 6,
      tickSpacing: spacing,
    },
    ...{ liquidity: bn(liquidity), sqrtPriceX64: bn(sqrtPrice), tickCurrent: current },
    ...{
      feeGrowthGlobalX64A: bn(random.sized(0n, 1n << 100n)),
      feeGrowthGlobalX64B: bn(random.sized(0n, 1n << 100n)),
    },
    ...{
      protocolFeesTokenA: bn(1n),
      protocolFeesTokenB: bn(2n),
      status: index % 10 === 9 ? 16 : 0,
      feeOn: random.pick([0, 0, 1, 2]),
    },
    rewardInfos: [0, 1, 2].map(() => ({
      ...{
        state: 0,
        openTime: bn(0n),
        endTime: bn(0n),
        lastUpdateTime: bn(0n),
        emissionsPerSecondX64: bn(0n),
      },
      ...{
        totalEmissioned: bn(0n),
        claimed: bn(0n),
        mint: random.key(),
        vault: random.key(),
      },
      ...{ creator: random.key(), growthGlobalX64: bn(random.sized(0n, 1n << 100n)) },
    })),
    tickArrayBitmap: bitmap,
    ...{ fundFeesTokenA: bn(3n), fundFeesTokenB: bn(4n), startTime: bn(0n), recentEpoch: bn(700n) },
    dynamicFeeInfo: dynamic
      ? {
          ...{
            filterPeriod: 60,
            decayPeriod: 600,
            reductionFactor: random.int(1, 9_999),
            dynamicFeeControl: random.int(1, 99_999),
          },
          ...{ maxVolatilityAccumulator: most, tickSpacingIndexReference: group + random.int(-40, 40) },
          ...{ volatilityReference: random.int(0, most), volatilityAccumulator: random.int(0, most) },
          lastUpdateTimestamp: bn(now - BigInt(quiet)),
        }
      : {
          ...{
            filterPeriod: 0,
            decayPeriod: 0,
            reductionFactor: 0,
            dynamicFeeControl: 0,
            maxVolatilityAccumulator: 0,
          },
          ...{
            tickSpacingIndexReference: 0,
            volatilityReference: 0,
            volatilityAccumulator: 0,
            lastUpdateTimestamp: bn(0n),
          },
        },
  }
  const config = {
    ...{
      bump: 1,
      index: 2,
      owner: random.key(),
      protocolFeeRate: 120_000,
      tradeFeeRate: random.pick([100, 500, 2_500, 10_000, 60_000]),
    },
    ...{ tickSpacing: spacing, fundFeeRate: 40_000, fundOwner: random.key() },
  }
  const poolData = encoded(PoolInfoLayout, KIND.pool, state)
  const configData = encoded(ClmmConfigLayout, KIND.config, config)
  const arrays = starts.map((start) => {
    const startTickIndex = start * span
    const ticks = Array.from({ length: TICKS }, (_, place) => {
      const tick = startTickIndex + place * spacing
      const net = nets.get(tick)
      if (net === undefined) return NO_TICK
      // Where positions meet the net may be nothing, the gross is not.
      return {
        ...NO_TICK,
        tick,
        liquidityNet: bn(net),
        liquidityGross: bn(net === 0n ? 7n : net < 0n ? -net : net),
      }
    })
    const value = { poolId: pool, startTickIndex, ticks, initializedTickCount: 1, recentEpoch: bn(700n) }
    return { address: arrayAddress(pool, startTickIndex), data: encoded(TickArrayLayout, KIND.array, value) }
  })
  const [decodedPool, decodedConfig] = [PoolInfoLayout.decode(poolData), ClmmConfigLayout.decode(configData)]
  /** In the order in which a swap comes by them, from the array of the price on. */
  const arraysAhead = (zeroForOne) => {
    const ahead = arrays.filter((_, place) => (zeroForOne ? starts[place] <= here : starts[place] >= here))
    if (zeroForOne) ahead.reverse()
    return ahead.map(({ address, data }) => ({ address, value: TickArrayLayout.decode(data) }))
  }
  const extension = {
    poolId: pool,
    positiveTickArrayBitmap: Buffer.alloc(896),
    negativeTickArrayBitmap: Buffer.alloc(896),
  }
  const quoted = (zeroForOne, input) => {
    const result = swapInternal({
      ...{
        programId: PROGRAM,
        poolId: pool,
        poolInfo: PoolInfoLayout.decode(poolData),
        tickArrays: arraysAhead(zeroForOne),
      },
      ...{ configInfo: decodedConfig, tickarrayBitmapExtension: extension, amountSpecified: bn(input) },
      ...{ sqrtPriceLimitX64: bn(zeroForOne ? MIN + 1n : MAX - 1n), zeroForOne, isBaseInput: true },
      ...{ blockTimestamp: Number(now), includeExtraTickArrays: false },
    })
    return result.amountCalculated.abs()
  }
  const amounts = [1n, 1_000n, ...Array.from({ length: 5 }, () => random.sized(1n, 1n << 62n))]
  const swaps = amounts.flatMap((input) =>
    mints.map((inputMint) => ({
      inputMint,
      input,
      output: answerOf(() => quoted(inputMint === mints[0], input)),
    })),
  )
  const scaled = liquidity << 64n
  const none = scaled / sqrtPrice === 0n || (scaled * sqrtPrice) >> 128n === 0n
  return {
    ...{ pool, mint: token, at: Number(now), closed: state.status !== 0 || none },
    accounts: [
      account(pool, PROGRAM, poolData),
      account(configId, PROGRAM, configData),
      ...arrays.map(({ address, data }) => account(address, PROGRAM, data)),
      mintAccount(token, decimals),
    ],
    fields: {
      ...{ baseMint: token, quoteMint: quote, tradeFeeMillionths: BigInt(config.tradeFeeRate) },
      curve: {
        ...{ sqrtPrice: BigInt(decodedPool.sqrtPriceX64.toString()), baseIsFirst: tokenFirst },
        ...(state.feeOn === 0 ? {} : { feeIn: state.feeOn === 1 ? 'first' : 'second' }),
      },
    },
    swaps,
  }
})
