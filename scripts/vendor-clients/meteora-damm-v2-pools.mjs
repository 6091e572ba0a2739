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
  cpAmmCoder,
  CpAmmIdl,
  CP_AMM_PROGRAM_ID,
  getTotalTradingFeeFromIncludedFeeAmount,
  getMaxFeeNumerator,
  swapQuoteExactInput,
  swapQuotePartialInput,
  TradeDirection,
} = theirs('@meteora-ag/cp-amm-sdk')
const [MIN, MAX] = [4_295_048_016n, 79_226_673_521_066_979_257_578_248_091n]

/** The thirty-two bytes of one of the five kinds of base fee, as the program lays them out. */
const anyBaseFee = (random, mode) => {
  const value = Buffer.alloc(32)
  const cliff = random.between(100_000n, 500_000_000n)
  value.writeBigUInt64LE(cliff, 0)
  value.writeUInt8(mode, 8)
  if (mode === 2) {
    value.writeUInt16LE(random.int(1, 500), 14)
    value.writeUInt32LE(random.int(1, 40_000), 16)
    value.writeUInt32LE(random.int(1_000, 5_000), 20)
    value.writeBigUInt64LE(random.sized(1n, 10n ** 12n), 24)
    return { data: [...value] }
  }
  const steps = random.int(1, 500)
  const linear = mode === 0 || mode === 3
  value.writeUInt16LE(steps, 14)
  if (mode < 2) value.writeBigUInt64LE(random.sized(1n, 10_000n), 16)
  else {
    value.writeUInt32LE(random.int(1, 1_000), 16)
    value.writeUInt32LE(random.int(1, 40_000), 20)
  }
  value.writeBigUInt64LE(linear ? random.between(0n, cliff / BigInt(steps)) : random.between(1n, 100n), 24)
  return { data: [...value] }
}

await writeFixture('meteora-damm-v2', ['@meteora-ag/cp-amm-sdk'], (random, index) => {
  const quote = random.pick([USDC, WSOL])
  const [pool, token] = [random.key(), random.key()]
  const tokenFirst = random.chance(0.7)
  const mints = tokenFirst ? [token, quote] : [quote, token]
  const decimals = random.int(0, 18)
  const sqrtPrice = random.chance(0.1)
    ? random.pick([MIN + 1n, MAX - 1n])
    : random.chance(0.7)
      ? random.between(1n << 58n, 1n << 70n)
      : random.sized(MIN + 1n, MAX - 1n)
  const full = random.chance(0.5)
  const activation = random.between(1_000n, 1_700_000_000n)
  const bySlot = random.chance(0.5)
  const point = activation + random.sized(0n, 100_000n)
  const mode = random.int(0, 4)
  const collectFeeMode = random.int(0, 2)
  const state = {
    ...anyStruct('Pool', CpAmmIdl.types, random),
    ...{
      token_a_mint: mints[0],
      token_b_mint: mints[1],
      sqrt_price: bn(sqrtPrice),
      collect_fee_mode: collectFeeMode,
    },
    liquidity: bn(random.sized(1n << 90n, 1n << 127n)),
    sqrt_min_price: bn(full ? MIN : random.between(MIN, sqrtPrice)),
    sqrt_max_price: bn(full ? MAX : random.between(sqrtPrice, MAX)),
    ...{
      activation_point: bn(activation),
      activation_type: bySlot ? 0 : 1,
      pool_status: index % 10 === 9 ? 1 : 0,
    },
    ...{ token_a_flag: 0, token_b_flag: 0, fee_version: random.int(0, 1), layout_version: 1 },
    ...{ token_a_amount: bn(random.sized(1n, 1n << 63n)), token_b_amount: bn(random.sized(1n, 1n << 63n)) },
  }
  state.pool_fees.base_fee.base_fee_info = anyBaseFee(random, mode)
  state.pool_fees.init_sqrt_price = bn(random.between((sqrtPrice * 8n) / 10n + 1n, sqrtPrice + 1n))
  Object.assign(state.pool_fees, {
    protocol_fee_percent: 20,
    referral_fee_percent: 20,
    compounding_fee_bps: 5_000,
  })
  Object.assign(state.pool_fees.dynamic_fee, {
    ...{ initialized: random.int(0, 1), bin_step: 1, variable_fee_control: random.int(0, 100_000) },
    ...{ volatility_accumulator: bn(random.sized(0n, 14_460_000n)), padding: Array(7).fill(0) },
  })
  const data = encoded({ accounts: cpAmmCoder.accounts }, 'Pool', state)
  const raw = cpAmmCoder.accounts.decode('Pool', data)
  const decoded = camel(raw)
  const amounts = [
    1n,
    2n,
    1_000n,
    10n ** 6n,
    10n ** 9n,
    random.sized(1n, (1n << 63n) - 1n),
    random.sized(1n, 10n ** 12n),
  ]
  const limited = mode === 2
  const swap = (inputMint, input) => {
    const aToB = inputMint.equals(mints[0])
    const ask = (quoteFunction) => quoteFunction(decoded, bn(point), bn(input), 0, aToB, false, 6, 6)
    try {
      return bigOf(ask(swapQuoteExactInput).outputAmount).toString()
    } catch {
      return answerOf(() => ask(swapQuotePartialInput).outputAmount)
    }
  }
  const swaps = amounts.flatMap((input) =>
    (limited ? [mints[0]] : mints).map((inputMint) => ({ inputMint, input, output: swap(inputMint, input) })),
  )
  const compounding = collectFeeMode === 2
  const direction = tokenFirst ? TradeDirection.AtoB : TradeDirection.BtoA
  if (limited && !tokenFirst) return null
  const fee = getTotalTradingFeeFromIncludedFeeAmount(
    ...[decoded.poolFees, bn(point), decoded.activationPoint, bn(1_000n), direction],
    ...[getMaxFeeNumerator(decoded.feeVersion), decoded.poolFees.initSqrtPrice, decoded.sqrtPrice],
  )
  const none = compounding
    ? false
    : bigOf(raw.liquidity) / sqrtPrice === 0n || (bigOf(raw.liquidity) * sqrtPrice) >> 128n === 0n
  return {
    ...{ pool, mint: token, at: Number(bySlot ? 0n : point), slot: bySlot ? point : 1n },
    closed: state.pool_status === 1 || none,
    accounts: [account(pool, CP_AMM_PROGRAM_ID, data), mintAccount(token, decimals)],
    fields: {
      ...{ baseMint: token, quoteMint: quote, baseDecimals: decimals, quoteDecimals: quote === USDC ? 6 : 9 },
      ...(compounding
        ? {
            kind: 'constant-product',
            baseReserve: bigOf(tokenFirst ? raw.token_a_amount : raw.token_b_amount),
            quoteReserve: bigOf(tokenFirst ? raw.token_b_amount : raw.token_a_amount),
          }
        : {
            curve: {
              ...{ sqrtPrice: bigOf(raw.sqrt_price), baseIsFirst: tokenFirst },
              down: [{ to: bigOf(raw.sqrt_min_price), liquidity: bigOf(raw.liquidity) }],
              up: [{ to: bigOf(raw.sqrt_max_price), liquidity: bigOf(raw.liquidity) }],
            },
          }),
      sideFee: {
        billionths: bigOf(fee),
        from: collectFeeMode === 0 ? 'output' : tokenFirst ? 'quote' : 'base',
      },
    },
    swaps,
  }
})
