import { PublicKey } from '@solana/web3.js'
import {
  account,
  answerOf,
  encoded,
  mintAccount,
  theirs,
  tokenAccount,
  USDC,
  writeFixture,
  WSOL,
} from './fixture.mjs'
import { anyFeeConfig } from './pump-fee-config.mjs'
import { anyStruct, bigOf, bn } from './random.mjs'

const {
  buyQuoteInput,
  OFFLINE_PUMP_AMM_PROGRAM,
  PUMP_AMM_PROGRAM_ID,
  PUMP_AMM_SDK,
  PUMP_FEE_PROGRAM_ID,
  PUMP_PROGRAM_ID,
  sellBaseInput,
} = theirs('@pump-fun/pump-swap-sdk')
const { getPumpFeeProgram } = theirs('@pump-fun/pump-sdk')
const { coder, idl } = OFFLINE_PUMP_AMM_PROGRAM
const fees = getPumpFeeProgram(null)
const derived = (program, ...seeds) =>
  PublicKey.findProgramAddressSync(
    seeds.map((seed) => Buffer.from(seed)),
    program,
  )[0]
const CONFIG = derived(PUMP_AMM_PROGRAM_ID, 'global_config')
const FEE_CONFIG = derived(PUMP_FEE_PROGRAM_ID, 'fee_config', PUMP_AMM_PROGRAM_ID.toBytes())

/** Below what its fees round up to their function goes on with a negative amount. */
const bought = (asked) => {
  const { base, internalQuoteWithoutFees } = buyQuoteInput(asked)
  return internalQuoteWithoutFees.gtn(1) ? base : bn(0n)
}

await writeFixture('pump-swap', ['@pump-fun/pump-swap-sdk', '@pump-fun/pump-sdk'], (random, index) => {
  const [pool, baseMint, baseVault, quoteVault] = [random.key(), random.key(), random.key(), random.key()]
  const quoteMint = random.chance(0.3) ? USDC : WSOL
  const canonical = random.chance(0.6)
  const creator = canonical ? derived(PUMP_PROGRAM_ID, 'pool-authority', baseMint.toBytes()) : random.key()
  const [baseReserve, quoteReserve] = [random.sized(1n, 2n ** 64n - 1n), random.sized(1n, 2n ** 64n - 1n)]
  const virtualQuote = random.chance(0.7) ? 0n : random.sized(0n, quoteReserve)
  const supply = random.sized(1n, 2n ** 60n)
  const state = {
    ...anyStruct('pool', idl.types, random),
    ...{ creator, baseMint, quoteMint, poolBaseTokenAccount: baseVault, poolQuoteTokenAccount: quoteVault },
    coinCreator: random.chance(0.3) ? PublicKey.default : random.key(),
    ...{ virtualQuoteReserves: bn(virtualQuote), isMayhemMode: random.chance(0.3) },
    creatorFeeBps: bn(random.chance(0.5) ? 0n : random.between(1n, 900n)),
  }
  const config = {
    ...anyStruct('globalConfig', idl.types, random),
    disableFlags: index % 10 === 9 ? 16 : 0b111,
  }
  const shortest = state.creatorFeeBps.isZero() ? (virtualQuote === 0n ? 245 : 261) : 270
  const [poolData, configData] = [
    encoded(coder, 'pool', state, random.pick([undefined, 300, shortest])),
    encoded(coder, 'globalConfig', config, random.pick([undefined, 940, 949])),
  ]
  const { feeConfig, data: feeData } = anyFeeConfig(fees, random)
  const decoded = PUMP_AMM_SDK.decodePool({ data: poolData, owner: PUMP_AMM_PROGRAM_ID })
  const globalConfig = PUMP_AMM_SDK.decodeGlobalConfig({ data: configData, owner: PUMP_AMM_PROGRAM_ID })
  const asked = {
    ...{ slippage: 0, baseReserve: bn(baseReserve), quoteReserve: bn(quoteReserve), globalConfig, feeConfig },
    ...{
      virtualQuoteReserves: decoded.virtualQuoteReserves,
      baseMintAccount: { supply },
      baseMint,
      creator,
      quoteMint,
    },
    ...{
      coinCreator: decoded.coinCreator,
      isMayhemMode: decoded.isMayhemMode,
      creatorFeeBps: decoded.creatorFeeBps,
    },
  }
  const amounts = [
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
      inputMint: baseMint,
      input,
      output: answerOf(() => sellBaseInput({ ...asked, base: bn(input) }).uiQuote),
    },
    { inputMint: quoteMint, input, output: answerOf(() => bought({ ...asked, quote: bn(input) })) },
  ])
  return {
    ...{ pool, mint: baseMint, at: 0, closed: (config.disableFlags & 0b11000) !== 0 },
    accounts: [
      account(pool, PUMP_AMM_PROGRAM_ID, poolData),
      account(CONFIG, PUMP_AMM_PROGRAM_ID, configData),
      account(FEE_CONFIG, PUMP_FEE_PROGRAM_ID, feeData),
      mintAccount(baseMint, 6, supply),
      tokenAccount(baseVault, baseMint, baseReserve),
      tokenAccount(quoteVault, quoteMint, quoteReserve),
    ],
    fields: {
      ...{ baseMint, quoteMint, baseDecimals: 6, baseReserve },
      quoteReserve: quoteReserve + bigOf(decoded.virtualQuoteReserves),
    },
    swaps,
  }
})
