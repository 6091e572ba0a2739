import bs58 from 'bs58'
import type { PoolSnapshot, TransferTax } from '@/lib/domain/pools/pool-snapshot'
import { TOKEN_2022_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { tokenAccountAmount } from './token-account'
import { taxOf } from './token-mints'

export const RAYDIUM_CP_SWAP_PROGRAM = 'CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C'

/**
 * Packed little-endian fields of PoolState and AmmConfig, after the 8-byte Anchor discriminator.
 * Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/states/{pool,config}.rs at 609780f.
 */
const POOL = {
  length: 637,
  discriminator: [0xf7, 0xed, 0xe3, 0xf5, 0xd7, 0xc3, 0xde, 0x46],
  ammConfig: 8,
  vault0: 72,
  vault1: 104,
  mint0: 168,
  mint1: 200,
  tokenProgram0: 232,
  tokenProgram1: 264,
  status: 329,
  decimals0: 331,
  decimals1: 332,
  protocolFees0: 341,
  protocolFees1: 349,
  fundFees0: 357,
  fundFees1: 365,
  creatorFeeOn: 389,
  enableCreatorFee: 390,
  creatorFees0: 397,
  creatorFees1: 405,
} as const
const CONFIG = {
  length: 236,
  discriminator: [0xda, 0xf4, 0x21, 0x68, 0xcb, 0xcb, 0x2b, 0x6f],
  tradeFeeRate: 12,
  creatorFeeRate: 108,
} as const
const SWAP_DISABLED = 4
const MILLION = 1_000_000n

const view = ({ data }: AccountUpdate): DataView =>
  new DataView(data.buffer, data.byteOffset, data.byteLength)
const key = (data: Uint8Array, offset: number): string => bs58.encode(data.subarray(offset, offset + 32))

const isAccount = (
  account: AccountUpdate,
  kind: { length: number; discriminator: readonly number[] },
): boolean =>
  account.owner === RAYDIUM_CP_SWAP_PROGRAM &&
  account.data.length === kind.length &&
  kind.discriminator.every((byte, index) => account.data[index] === byte)

const swapsAllowed = (pool: AccountUpdate): boolean =>
  (view(pool).getUint8(POOL.status) & SWAP_DISABLED) === 0

const layout = (account: AccountUpdate): PoolLayout | null => {
  if (!isAccount(account, POOL) || !swapsAllowed(account)) return null
  const { data, address } = account
  return {
    address,
    program: RAYDIUM_CP_SWAP_PROGRAM,
    mints: [key(data, POOL.mint0), key(data, POOL.mint1)],
    live: [key(data, POOL.vault0), key(data, POOL.vault1)],
    // A mint of Token-2022 may tax transfers and change its tax; the classic program's cannot.
    others: [address, key(data, POOL.ammConfig), ...taxableMints(data)],
  }
}

/** Its accounts never change; only whether it may be swapped in. */
const stands: PoolCodec['stands'] = (_, account) => isAccount(account, POOL) && swapsAllowed(account)

const taxableMints = (data: Uint8Array): string[] =>
  [
    [POOL.mint0, POOL.tokenProgram0],
    [POOL.mint1, POOL.tokenProgram1],
  ].flatMap(([mint, program]) => (key(data, program!) === TOKEN_2022_PROGRAM ? [key(data, mint!)] : []))

/** The tax of each mint that can have one; null while a mint is missing or unreadable. */
const taxesOf = (
  mints: readonly string[],
  accounts: ReadonlyMap<string, AccountUpdate>,
): ReadonlyMap<string, TransferTax> | null => {
  const taxes = new Map<string, TransferTax>()
  for (const mint of mints) {
    const tax = taxOf(accounts, mint)
    if (tax === null) return null
    if (tax) taxes.set(mint, tax)
  }
  return taxes
}

/** The vaults also hold fees that belong to others (`vault_amount_without_fee`); below zero the pool cannot swap. */
const reserves = (pool: DataView, vault0: bigint, vault1: bigint): [bigint, bigint] => {
  const at = (offset: number): bigint => pool.getBigUint64(offset, true)
  return [
    vault0 - at(POOL.protocolFees0) - at(POOL.fundFees0) - at(POOL.creatorFees0),
    vault1 - at(POOL.protocolFees1) - at(POOL.fundFees1) - at(POOL.creatorFees1),
  ]
}

const creatorFee = (pool: DataView, config: DataView, baseIsFirst: boolean): PoolSnapshot['creatorFee'] => {
  const millionths = config.getBigUint64(CONFIG.creatorFeeRate, true)
  if (pool.getUint8(POOL.enableCreatorFee) === 0 || millionths === 0n) return undefined
  const on = pool.getUint8(POOL.creatorFeeOn)
  if (on === 0) return { millionths, from: 'input' }
  return { millionths, from: (on === 1) === baseIsFirst ? 'base' : 'quote' }
}

const snapshot = (
  { address, mints, live, others }: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
  baseMint: string,
): PoolSnapshot | null => {
  const pool = accounts.get(address)
  const config = accounts.get(others[1]!)
  const vaults = live.map((vault) => accounts.get(vault))
  if (!pool || !config || !vaults[0] || !vaults[1]) return null
  if (!isAccount(pool, POOL) || !swapsAllowed(pool) || !isAccount(config, CONFIG)) return null
  const amounts = [tokenAccountAmount(vaults[0]), tokenAccountAmount(vaults[1])] as const
  if (amounts[0] === null || amounts[1] === null) return null
  const poolView = view(pool)
  const configView = view(config)
  const tradeFeeMillionths = configView.getBigUint64(CONFIG.tradeFeeRate, true)
  const [reserve0, reserve1] = reserves(poolView, amounts[0], amounts[1])
  if (reserve0 <= 0n || reserve1 <= 0n || tradeFeeMillionths >= MILLION) return null
  const taxes = taxesOf(others.slice(2), accounts)
  if (!taxes) return null
  const baseIsFirst = mints[0] === baseMint
  if (!baseIsFirst && mints[1] !== baseMint) return null
  const decimals = [poolView.getUint8(POOL.decimals0), poolView.getUint8(POOL.decimals1)] as const
  return {
    address,
    kind: 'constant-product',
    baseMint,
    quoteMint: baseIsFirst ? mints[1] : mints[0],
    baseDecimals: decimals[baseIsFirst ? 0 : 1],
    quoteDecimals: decimals[baseIsFirst ? 1 : 0],
    baseReserve: baseIsFirst ? reserve0 : reserve1,
    quoteReserve: baseIsFirst ? reserve1 : reserve0,
    tradeFeeMillionths,
    creatorFee: creatorFee(poolView, configView, baseIsFirst),
    baseTax: taxes.get(baseMint),
    quoteTax: taxes.get(baseIsFirst ? mints[1] : mints[0]),
  }
}

export const raydiumCpSwapCodec: PoolCodec = { program: RAYDIUM_CP_SWAP_PROGRAM, layout, stands, snapshot }
