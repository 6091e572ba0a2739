import { PublicKey } from '@solana/web3.js'
import { account, answerOf, encoded, mintAccount, USDC, writeFixture, WSOL, theirs } from './fixture.mjs'
import { anyFeeConfig } from './pump-fee-config.mjs'
import { anyStruct, bigOf, bn } from './random.mjs'

const {
  computeFeesBps,
  getBuyTokenAmountFromSolAmount,
  getPumpFeeProgram,
  getPumpProgram,
  getSellSolAmountFromTokenAmount,
  bondingCurvePda,
  GLOBAL_PDA,
  PUMP_FEE_CONFIG_PDA,
  PUMP_FEE_PROGRAM_ID,
  PUMP_PROGRAM_ID,
  PUMP_SDK,
} = theirs('@pump-fun/pump-sdk')

const { coder, idl } = getPumpProgram(null)
const fees = getPumpFeeProgram(null)
const BILLION = 1_000_000_000_000_000n

await writeFixture('pump-curve', ['@pump-fun/pump-sdk'], (random, index) => {
  const mint = random.key()
  const mayhem = random.chance(0.3)
  const supply = mayhem ? random.sized(1n, 10n ** 16n) : BILLION
  const virtualToken = random.chance(0.5)
    ? random.between(10n ** 14n, 1_073n * 10n ** 12n)
    : random.sized(1n, 2n ** 64n - 1n)
  const virtualQuote = random.chance(0.5)
    ? random.between(30n * 10n ** 9n, 120n * 10n ** 9n)
    : random.sized(1n, 2n ** 64n - 1n)
  const quoteMint = random.chance(0.2) ? USDC : PublicKey.default
  const state = {
    ...anyStruct('bondingCurve', idl.types, random),
    ...{ virtualTokenReserves: bn(virtualToken), virtualQuoteReserves: bn(virtualQuote) },
    ...{ realTokenReserves: bn(random.between(0n, virtualToken)), realQuoteReserves: bn(virtualQuote) },
    ...{ complete: index % 10 === 9, isMayhemMode: mayhem, quoteMint },
    creator: random.chance(0.2) ? PublicKey.default : random.key(),
    creatorFeeBps: bn(random.chance(0.5) ? 0n : random.between(1n, 900n)),
  }
  const global = { ...anyStruct('global', idl.types, random), whitelistedQuoteMints: [USDC] }
  const [curveData, globalData] = [
    encoded(
      coder,
      'bondingCurve',
      state,
      random.pick([undefined, 151, state.creatorFeeBps.isZero() ? 115 : 125]),
    ),
    encoded(coder, 'global', global, random.pick([undefined, 1_045, 1_087])),
  ]
  const { feeConfig, data: feeData } = anyFeeConfig(fees, random)
  const bondingCurve = PUMP_SDK.decodeBondingCurve({ data: curveData, owner: PUMP_PROGRAM_ID })
  const decoded = PUMP_SDK.decodeGlobal({ data: globalData, owner: PUMP_PROGRAM_ID })
  const asked = { global: decoded, feeConfig, mintSupply: bn(supply), bondingCurve, quoteMint }
  const quote = quoteMint.equals(USDC) ? USDC : WSOL
  const amounts = [
    0n,
    1n,
    2n,
    100n,
    10n ** 6n,
    10n ** 9n,
    random.sized(1n, 2n ** 64n - 1n),
    random.sized(1n, 10n ** 12n),
  ]
  const swaps = amounts.flatMap((input) => [
    {
      inputMint: mint,
      input,
      output: answerOf(() => getSellSolAmountFromTokenAmount({ ...asked, amount: bn(input) })),
    },
    {
      inputMint: quote,
      input,
      output: answerOf(() => getBuyTokenAmountFromSolAmount({ ...asked, amount: bn(input) })),
    },
  ])
  const rates = computeFeesBps({
    ...{
      global: decoded,
      feeConfig,
      mintSupply: bn(supply),
      quoteMint,
      creatorFeeBps: bondingCurve.creatorFeeBps,
    },
    ...{
      virtualQuoteReserves: bondingCurve.virtualQuoteReserves,
      virtualTokenReserves: bondingCurve.virtualTokenReserves,
    },
  })
  return {
    ...{ pool: bondingCurvePda(mint), mint, at: 0, closed: state.complete },
    accounts: [
      account(bondingCurvePda(mint), PUMP_PROGRAM_ID, curveData),
      account(GLOBAL_PDA, PUMP_PROGRAM_ID, globalData),
      account(PUMP_FEE_CONFIG_PDA, PUMP_FEE_PROGRAM_ID, feeData),
      mintAccount(mint, 6, mayhem ? supply : random.sized(1n, 10n ** 16n)),
    ],
    fields: {
      ...{ baseMint: mint, quoteMint: quote, baseDecimals: 6, quoteDecimals: quote === USDC ? 6 : 9 },
      ...{
        baseReserve: bigOf(bondingCurve.virtualTokenReserves),
        quoteReserve: bigOf(bondingCurve.virtualQuoteReserves),
      },
      payable: { base: bigOf(bondingCurve.realTokenReserves), quote: bigOf(bondingCurve.realQuoteReserves) },
      quoteFees: {
        bps: [
          bigOf(rates.protocolFeeBps),
          bondingCurve.creator.equals(PublicKey.default) ? 0n : bigOf(rates.creatorFeeBps),
        ],
      },
    },
    swaps,
  }
})
