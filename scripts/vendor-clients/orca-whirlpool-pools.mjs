import {
  getDynamicTickArrayEncoder,
  getFixedTickArrayEncoder,
  getOracleAddress,
  getOracleEncoder,
  getTickArrayAddress,
  getWhirlpoolEncoder,
  WHIRLPOOL_PROGRAM_ADDRESS,
} from '@orca-so/whirlpools-client'
import { sqrtPriceToPrice, swapQuoteByInputToken, tickIndexToSqrtPrice } from '@orca-so/whirlpools-core'
import { account, answerOf, mintAccount, USDC, writeFixture, WSOL } from './fixture.mjs'
import { anyPositions } from './positions.mjs'

const TICKS = 88
const NO_TICK = {
  ...{
    initialized: false,
    liquidityNet: 0n,
    liquidityGross: 0n,
    feeGrowthOutsideA: 0n,
    feeGrowthOutsideB: 0n,
  },
  rewardGrowthsOutside: [0n, 0n, 0n],
}

const arrayAt = (random, start, spacing, nets) => ({
  startTickIndex: start,
  ticks: Array.from({ length: TICKS }, (_, index) => {
    const net = nets.get(start + index * spacing)
    if (net === undefined) return NO_TICK
    const grown = () => random.sized(0n, (1n << 128n) - 1n)
    return {
      ...{ initialized: true, liquidityNet: net, liquidityGross: net < 0n ? -net : net },
      ...{
        feeGrowthOutsideA: grown(),
        feeGrowthOutsideB: grown(),
        rewardGrowthsOutside: [grown(), grown(), grown()],
      },
    }
  }),
})

/** In the form with every tick, or in the one with those that are used. */
const encodedArray = (random, whirlpool, { startTickIndex, ticks }) => {
  if (random.chance(0.5)) return getFixedTickArrayEncoder().encode({ startTickIndex, ticks, whirlpool })
  const tickBitmap = ticks.reduce(
    (bits, { initialized }, index) => bits | (initialized ? 1n << BigInt(index) : 0n),
    0n,
  )
  const dynamic = ticks.map((tick) =>
    tick.initialized
      ? { __kind: 'Initialized', fields: [{ ...tick, rewardGrowthsOutside: tick.rewardGrowthsOutside }] }
      : { __kind: 'Uninitialized' },
  )
  return getDynamicTickArrayEncoder().encode({ startTickIndex, whirlpool, tickBitmap, ticks: dynamic })
}

const anyOracle = (random, whirlpool, spacing, current, now) => {
  const groupTicks = random.pick([1, 2, 4, 8, 16, 64].filter((size) => spacing % size === 0))
  const group = Math.floor(current / groupTicks)
  const [filter, decay] = [60, 600]
  // Not so near the end of a period that a clock a little behind would take another.
  const quiet = random.pick([
    random.int(0, 40),
    random.int(60, 560),
    random.int(600, 3_000),
    random.int(4_000, 9_000),
  ])
  const most = random.pick([0, 50_000, 350_000, 1_000_000])
  const last = now - BigInt(quiet)
  return {
    ...{ whirlpool, tradeEnableTimestamp: 0n, reserved: new Uint8Array(128) },
    adaptiveFeeConstants: {
      ...{ filterPeriod: filter, decayPeriod: decay, reductionFactor: random.int(0, 9_999) },
      adaptiveFeeControlFactor: random.pick([0, random.int(1, 99_999)]),
      ...{ maxVolatilityAccumulator: most, tickGroupSize: groupTicks, majorSwapThresholdTicks: groupTicks },
      reserved: new Uint8Array(16),
    },
    adaptiveFeeVariables: {
      ...{
        lastReferenceUpdateTimestamp: last,
        lastMajorSwapTimestamp: random.chance(0.5) ? last : last - 100n,
      },
      ...{ volatilityReference: random.int(0, most), tickGroupIndexReference: group + random.int(-40, 40) },
      ...{ volatilityAccumulator: random.int(0, most), reserved: new Uint8Array(16) },
    },
  }
}

await writeFixture(
  'orca-whirlpool',
  ['@orca-so/whirlpools-client', '@orca-so/whirlpools-core'],
  async (random) => {
    const quote = random.pick([USDC, WSOL])
    const [pool, token] = [random.key().toString(), random.key()]
    const tokenFirst = random.chance(0.6)
    const [mintA, mintB] = tokenFirst ? [token, quote] : [quote, token]
    const decimals = random.int(0, 12)
    const spacing = random.pick([1, 2, 4, 8, 16, 64, 96, 128, 256, 32_896])
    const current = random.chance(0.1) ? random.pick([-443_000, 443_000]) : random.int(-200_000, 200_000)
    const adaptive = random.chance(0.4) && spacing < 32_768
    const [low, high] = [current, current + 1].map((tick) => tickIndexToSqrtPrice(tick))
    const sqrtPrice = random.chance(0.2) ? low : random.between(low, high - 1n)
    const { nets, liquidity } = anyPositions(random, {
      current,
      spacing,
      span: spacing * 300,
      most: 1n << 90n,
    })
    const now = 1_700_000_000n
    const whirlpool = {
      ...{ whirlpoolsConfig: random.key().toString(), whirlpoolBump: random.bytes(1), tickSpacing: spacing },
      feeTierIndexSeed: Uint8Array.from(adaptive ? [1, 128] : [spacing & 255, spacing >> 8]),
      ...{ feeRate: random.pick([0, 100, 3_000, 10_000, 60_000]), protocolFeeRate: random.int(0, 2_500) },
      ...{ liquidity, sqrtPrice, tickCurrentIndex: current, protocolFeeOwedA: 1n, protocolFeeOwedB: 2n },
      ...{
        tokenMintA: mintA.toString(),
        tokenVaultA: random.key().toString(),
        feeGrowthGlobalA: random.sized(0n, 1n << 100n),
      },
      ...{
        tokenMintB: mintB.toString(),
        tokenVaultB: random.key().toString(),
        feeGrowthGlobalB: random.sized(0n, 1n << 100n),
      },
      rewardLastUpdatedTimestamp: now,
      rewardInfos: [0, 1, 2].map(() => ({
        ...{ mint: random.key().toString(), vault: random.key().toString(), extension: random.bytes(32) },
        ...{
          emissionsPerSecondX64: random.sized(0n, 1n << 70n),
          growthGlobalX64: random.sized(0n, 1n << 70n),
        },
      })),
    }
    const span = TICKS * spacing
    const here = Math.floor(current / span) * span
    const starts = [-2, -1, 0, 1, 2]
      .map((step) => here + step * span)
      .filter((start) => start + span > -443_636 && start <= 443_636)
    const arrays = starts.map((start) => arrayAt(random, start, spacing, nets))
    const oracle = adaptive ? anyOracle(random, pool, spacing, current, now) : null
    const accounts = [
      account(pool, WHIRLPOOL_PROGRAM_ADDRESS, getWhirlpoolEncoder().encode(whirlpool)),
      mintAccount(token, decimals),
    ]
    for (const array of arrays) {
      if (array.ticks.every(({ initialized }) => !initialized) && random.chance(0.7)) continue
      const [address] = await getTickArrayAddress(pool, array.startTickIndex)
      accounts.push(
        account(address, WHIRLPOOL_PROGRAM_ADDRESS, encodedArray(random, pool, array), { mayLack: true }),
      )
    }
    if (oracle)
      accounts.push(
        account(
          (await getOracleAddress(pool))[0],
          WHIRLPOOL_PROGRAM_ADDRESS,
          getOracleEncoder().encode(oracle),
        ),
      )
    const amounts = [1n, 1_000n, ...Array.from({ length: 5 }, () => random.sized(1n, 1n << 62n))]
    const swaps = amounts.flatMap((input) =>
      [mintA, mintB].map((inputMint) => ({
        ...{ inputMint, input },
        output: answerOf(
          () =>
            swapQuoteByInputToken(input, inputMint === mintA, 0, whirlpool, oracle, arrays, now).tokenEstOut,
        ),
      })),
    )
    const price = sqrtPriceToPrice(
      sqrtPrice,
      tokenFirst ? decimals : quote === USDC ? 6 : 9,
      tokenFirst ? (quote === USDC ? 6 : 9) : decimals,
    )
    const scaled = liquidity << 64n
    return {
      ...{
        pool,
        mint: token,
        at: Number(now),
        closed: scaled / sqrtPrice === 0n || (scaled * sqrtPrice) >> 128n === 0n,
      },
      accounts,
      fields: {
        ...{
          baseMint: token,
          quoteMint: quote,
          baseDecimals: decimals,
          tradeFeeMillionths: BigInt(whirlpool.feeRate),
        },
        curve: { sqrtPrice, baseIsFirst: tokenFirst },
      },
      ...(tokenFirst && price > 0 ? { price: { is: price.toString(), within: '1e-12' } } : {}),
      swaps,
    }
  },
)
