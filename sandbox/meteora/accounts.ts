import { PublicKey } from '@solana/web3.js'

/** Offsets in Meteora's accounts, discriminator included (the programs' published IDLs, zero-copy structs). */
export const DBC_POOL = {
  ...{ size: 424, config: 72, creator: 104, baseMint: 136, baseVault: 168, quoteVault: 200 },
  ...{ baseReserve: 232, quoteReserve: 240, protocolQuoteFee: 256, partnerQuoteFee: 272, sqrtPrice: 280 },
  ...{ activationPoint: 296, isMigrated: 305, migrationProgress: 308 },
  ...{ totalProtocolQuoteFee: 320, totalTradingQuoteFee: 336, finishedAt: 344, hasSwap: 370 },
} as const

export const DBC_CONFIG_LAYOUT = {
  ...{ size: 1048, quoteMint: 8, feeClaimer: 40, leftoverReceiver: 72, cliffFee: 104, collectFeeMode: 232 },
  ...{ migrationOption: 233, activationType: 234, tokenDecimal: 235, quoteTokenFlag: 238 },
  ...{ partnerLockedPct: 239, creatorLockedPct: 241, fixedSupply: 244, swapBaseAmount: 256 },
  ...{ quoteThreshold: 264, baseThreshold: 272, migrationSqrtPrice: 280, preSupply: 344, postSupply: 352 },
  ...{ migratedCollectFeeMode: 360, migratedFeeBps: 362, sqrtStartPrice: 392, curve: 408 },
} as const

export const DAMM_POOL = {
  ...{ size: 1112, cliffFee: 8, protocolFeePct: 48, referralFeePct: 50, initSqrtPrice: 152 },
  ...{ mintA: 168, mintB: 200, vaultA: 232, vaultB: 264, liquidity: 360, protocolBFee: 400 },
  ...{ sqrtMin: 424, sqrtMax: 440, sqrtPrice: 456, activationPoint: 472, status: 481, collectFeeMode: 484 },
  ...{ feeVersion: 486, permanentLock: 552, totalLpBFee: 584, totalProtocolBFee: 608, positions: 632 },
  ...{ creator: 648, amountA: 680, amountB: 688, layoutVersion: 696 },
} as const

/** Least and greatest square root price of both programs. */
export const MIN_SQRT_PRICE = 4_295_048_016n
export const MAX_SQRT_PRICE = 79_226_673_521_066_979_257_578_248_091n

const DISCRIMINATOR = {
  dbcPool: [213, 224, 5, 209, 98, 69, 119, 92],
  dbcConfig: [26, 108, 14, 123, 116, 230, 129, 43],
  dammPool: [241, 154, 109, 4, 17, 177, 109, 188],
}

export const writeU128 = (data: Uint8Array, offset: number, value: bigint): void => {
  const view = new DataView(data.buffer, data.byteOffset)
  view.setBigUint64(offset, value & ((1n << 64n) - 1n), true)
  view.setBigUint64(offset + 8, value >> 64n, true)
}
export const readU64 = (data: Uint8Array, offset: number): bigint =>
  new DataView(data.buffer, data.byteOffset).getBigUint64(offset, true)
export const readU128 = (data: Uint8Array, offset: number): bigint =>
  readU64(data, offset) | (readU64(data, offset + 8) << 64n)
export const readKey = (data: Uint8Array, offset: number): string =>
  new PublicKey(data.subarray(offset, offset + 32)).toBase58()

const blank = (size: number, discriminator: number[]): Buffer => {
  const data = Buffer.alloc(size)
  data.set(discriminator)
  return data
}
const putKey = (data: Buffer, offset: number, key: string): void => {
  new PublicKey(key).toBuffer().copy(data, offset)
}

export type LaunchTerms = {
  quoteMint: string
  feeNumerator: bigint
  decimals: number
  supply: bigint
  sqrtStart: bigint
  sqrtEnd: bigint
  liquidity: bigint
  quoteThreshold: bigint
  /** Base units kept back for the pool after graduation. */
  baseThreshold: bigint
}

/** A curve of one segment, fees in the quote token, graduation to DAMM v2 with all its liquidity locked. */
export const encodeDbcConfig = (terms: LaunchTerms, owner: string): Buffer => {
  const at = DBC_CONFIG_LAYOUT
  const data = blank(at.size, DISCRIMINATOR.dbcConfig)
  putKey(data, at.quoteMint, terms.quoteMint)
  putKey(data, at.feeClaimer, owner)
  putKey(data, at.leftoverReceiver, owner)
  data.writeBigUInt64LE(terms.feeNumerator, at.cliffFee)
  data[at.migrationOption] = 1
  data[at.activationType] = 1
  data[at.tokenDecimal] = terms.decimals
  data[at.partnerLockedPct] = 50
  data[at.creatorLockedPct] = 50
  data[at.fixedSupply] = 1
  data.writeBigUInt64LE(terms.supply - terms.baseThreshold, at.swapBaseAmount)
  data.writeBigUInt64LE(terms.quoteThreshold, at.quoteThreshold)
  data.writeBigUInt64LE(terms.baseThreshold, at.baseThreshold)
  writeU128(data, at.migrationSqrtPrice, terms.sqrtEnd)
  data.writeBigUInt64LE(terms.supply, at.preSupply)
  data.writeBigUInt64LE(terms.supply, at.postSupply)
  data[at.migratedCollectFeeMode] = 1
  data.writeUInt16LE(Number(terms.feeNumerator / 100_000n), at.migratedFeeBps)
  writeU128(data, at.sqrtStartPrice, terms.sqrtStart)
  writeU128(data, at.curve, terms.sqrtEnd)
  writeU128(data, at.curve + 16, terms.liquidity)
  return data
}

export type NewDbcPool = {
  config: string
  creator: string
  baseMint: string
  baseVault: string
  quoteVault: string
  baseReserve: bigint
  sqrtPrice: bigint
  /** Unix seconds. */
  activationPoint: bigint
}

export const encodeDbcPool = (pool: NewDbcPool): Buffer => {
  const data = blank(DBC_POOL.size, DISCRIMINATOR.dbcPool)
  for (const field of ['config', 'creator', 'baseMint', 'baseVault', 'quoteVault'] as const)
    putKey(data, DBC_POOL[field], pool[field])
  data.writeBigUInt64LE(pool.baseReserve, DBC_POOL.baseReserve)
  writeU128(data, DBC_POOL.sqrtPrice, pool.sqrtPrice)
  data.writeBigUInt64LE(pool.activationPoint, DBC_POOL.activationPoint)
  return data
}

export type NewDammPool = {
  mintA: string
  mintB: string
  vaultA: string
  vaultB: string
  creator: string
  feeNumerator: bigint
  liquidity: bigint
  sqrtMin: bigint
  sqrtMax: bigint
  sqrtPrice: bigint
  amountA: bigint
  amountB: bigint
  /** Unix seconds. */
  activationPoint: bigint
}

/** Fees in token B only, 20 % of them the protocol's, liquidity locked for ever. */
export const encodeDammPool = (pool: NewDammPool): Buffer => {
  const data = blank(DAMM_POOL.size, DISCRIMINATOR.dammPool)
  data.writeBigUInt64LE(pool.feeNumerator, DAMM_POOL.cliffFee)
  data[DAMM_POOL.protocolFeePct] = 20
  data[DAMM_POOL.referralFeePct] = 20
  for (const field of ['mintA', 'mintB', 'vaultA', 'vaultB', 'creator'] as const)
    putKey(data, DAMM_POOL[field], pool[field])
  writeU128(data, DAMM_POOL.initSqrtPrice, pool.sqrtPrice)
  writeU128(data, DAMM_POOL.liquidity, pool.liquidity)
  writeU128(data, DAMM_POOL.permanentLock, pool.liquidity)
  writeU128(data, DAMM_POOL.sqrtMin, pool.sqrtMin)
  writeU128(data, DAMM_POOL.sqrtMax, pool.sqrtMax)
  writeU128(data, DAMM_POOL.sqrtPrice, pool.sqrtPrice)
  data.writeBigUInt64LE(pool.activationPoint, DAMM_POOL.activationPoint)
  data[480] = 1
  data[DAMM_POOL.collectFeeMode] = 1
  data[DAMM_POOL.feeVersion] = 1
  data.writeBigUInt64LE(1n, DAMM_POOL.positions)
  data.writeBigUInt64LE(pool.amountA, DAMM_POOL.amountA)
  data.writeBigUInt64LE(pool.amountB, DAMM_POOL.amountB)
  data[DAMM_POOL.layoutVersion] = 1
  return data
}
