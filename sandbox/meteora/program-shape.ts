import {
  DAMM_AUTHORITY_BUMP,
  DAMM_PROGRAM,
  DBC_AUTHORITY_BUMP,
  DBC_PROGRAM,
  METEORA_AUTHORITY_SEED,
} from './addresses'
import { DAMM_POOL, DBC_CONFIG_LAYOUT, DBC_POOL } from './accounts'

type Place = { account: 'pool' | 'config'; offset: number }

/** Where the two programs keep what a swap on a curve of constant liquidity needs. */
export type ProgramShape = {
  kind: 'dbc' | 'damm'
  program: Buffer
  signer: { seed: Buffer; bump: number }
  /** Positions among the accounts of `swap`, as the IDLs list them. */
  accounts: {
    authority: number
    config: number | null
    pool: number
    input: number
    output: number
    baseVault: number
    quoteVault: number
    baseMint: number
    quoteMint: number
    payer: number
    baseProgram: number
    quoteProgram: number
    count: number
  }
  pool: {
    size: number
    baseVault: number
    quoteVault: number
    sqrtPrice: number
    baseAmount: number
    quoteAmount: number
    protocolFee: number
    totalProtocolFee: number
    totalTradingFee: number
  }
  fee: Place
  liquidity: Place
  lower: Place
  upper: Place
  /** By name: what the program answers where the input goes beyond the curve. */
  beyondCurve: [number, string, string]
  closed: [number, string, string]
  zero: [number, string, string]
}

const pool = (offset: number): Place => ({ account: 'pool', offset })
const config = (offset: number): Place => ({ account: 'config', offset })

export const DBC_SHAPE: ProgramShape = {
  kind: 'dbc',
  program: DBC_PROGRAM.toBuffer(),
  signer: { seed: METEORA_AUTHORITY_SEED, bump: DBC_AUTHORITY_BUMP },
  accounts: {
    ...{ authority: 0, config: 1, pool: 2, input: 3, output: 4, baseVault: 5, quoteVault: 6, baseMint: 7 },
    ...{ quoteMint: 8, payer: 9, baseProgram: 10, quoteProgram: 11, count: 15 },
  },
  pool: {
    ...{ size: DBC_POOL.size, baseVault: DBC_POOL.baseVault, quoteVault: DBC_POOL.quoteVault },
    ...{
      sqrtPrice: DBC_POOL.sqrtPrice,
      baseAmount: DBC_POOL.baseReserve,
      quoteAmount: DBC_POOL.quoteReserve,
    },
    protocolFee: DBC_POOL.protocolQuoteFee,
    totalProtocolFee: DBC_POOL.totalProtocolQuoteFee,
    totalTradingFee: DBC_POOL.totalTradingQuoteFee,
  },
  fee: config(DBC_CONFIG_LAYOUT.cliffFee),
  liquidity: config(DBC_CONFIG_LAYOUT.curve + 16),
  lower: config(DBC_CONFIG_LAYOUT.sqrtStartPrice),
  upper: config(DBC_CONFIG_LAYOUT.migrationSqrtPrice),
  beyondCurve: [6032, 'InsufficientLiquidity', 'Insufficient liquidity'],
  closed: [6013, 'PoolIsCompleted', 'Pool is completed'],
  zero: [6005, 'AmountIsZero', 'Amount is zero'],
}

export const DAMM_SHAPE: ProgramShape = {
  kind: 'damm',
  program: DAMM_PROGRAM.toBuffer(),
  signer: { seed: METEORA_AUTHORITY_SEED, bump: DAMM_AUTHORITY_BUMP },
  accounts: {
    ...{ authority: 0, config: null, pool: 1, input: 2, output: 3, baseVault: 4, quoteVault: 5, baseMint: 6 },
    ...{ quoteMint: 7, payer: 8, baseProgram: 9, quoteProgram: 10, count: 14 },
  },
  pool: {
    ...{ size: DAMM_POOL.size, baseVault: DAMM_POOL.vaultA, quoteVault: DAMM_POOL.vaultB },
    ...{ sqrtPrice: DAMM_POOL.sqrtPrice, baseAmount: DAMM_POOL.amountA, quoteAmount: DAMM_POOL.amountB },
    protocolFee: DAMM_POOL.protocolBFee,
    totalProtocolFee: DAMM_POOL.totalProtocolBFee,
    totalTradingFee: DAMM_POOL.totalLpBFee,
  },
  fee: pool(DAMM_POOL.cliffFee),
  liquidity: pool(DAMM_POOL.liquidity),
  lower: pool(DAMM_POOL.sqrtMin),
  upper: pool(DAMM_POOL.sqrtMax),
  beyondCurve: [6015, 'PriceRangeViolation', 'Trade is over price range'],
  closed: [6003, 'PoolDisabled', 'Pool disabled'],
  zero: [6006, 'AmountIsZero', 'Amount is zero'],
}
