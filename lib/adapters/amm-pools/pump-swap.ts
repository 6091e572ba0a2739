import { mulDivCeil } from '@/lib/domain/money/units'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields, oncePerAccount } from './account-fields'
import { addressBytes, programAddress } from './program-address'
import { isPayable, PUMP_PROGRAM, pumpFees } from './pump-fees'
import { tokenAccountAmount } from './token-account'
import { mintsToRead, sidesOf, supplyOf } from './token-mints'

export const PUMP_SWAP_PROGRAM = 'pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA'

/**
 * Pool and GlobalConfig of PumpSwap, packed little-endian after the Anchor discriminator. Older accounts end
 * earlier and read as zero from there.
 * Source: @pump-fun/pump-swap-sdk 1.20.0, src/idl/pump_amm.json and src/sdk/offlinePumpAmm.ts (`POOL_SIZE`).
 */
const POOL: AccountKind = {
  program: PUMP_SWAP_PROGRAM,
  discriminator: [241, 154, 109, 4, 17, 177, 109, 188],
  leastLength: 211,
}
const AT = {
  creator: 11,
  baseMint: 43,
  quoteMint: 75,
  baseVault: 139,
  quoteVault: 171,
  coinCreator: 211,
  isMayhemMode: 243,
  virtualQuote: 245,
  creatorFeeBps: 261,
} as const
const CONFIG: AccountKind = {
  program: PUMP_SWAP_PROGRAM,
  discriminator: [149, 8, 156, 202, 160, 252, 176, 217],
  leastLength: 321,
}
const DISABLED = 56
const BUY_OR_SELL = 0b11000
const CREATOR_FEE_CONFIGURABLE = 940
/** Program addresses of the seeds `global_config`, and `fee_config` with the program (of the fee program). */
const CONFIG_ADDRESS = 'ADyA8hdefvWN2dbGGWFotbzWxrAvLW83WG6QCVXvJKqw'
const FEE_CONFIG_ADDRESS = '5PHirr8joyTMp9JMm6nW7hNDVyEYdkzDqazxPD7RaTjx'
const BPS = 10_000n
const BILLION_COINS = 1_000_000_000_000_000n

const layout = (account: AccountUpdate): PoolLayout | null => {
  const pool = accountFields(account, POOL)
  if (!pool) return null
  const mints = [pool.key(AT.baseMint), pool.key(AT.quoteMint)] as const
  return {
    ...{ address: account.address, program: PUMP_SWAP_PROGRAM, mints },
    live: [pool.key(AT.baseVault), pool.key(AT.quoteVault)],
    others: [account.address, CONFIG_ADDRESS, FEE_CONFIG_ADDRESS, ...mintsToRead(mints)],
  }
}

const stands: PoolCodec['stands'] = (_, account) => accountFields(account, POOL) !== null

/** Coins that came from the bonding curve pay by their market cap. */
const isCanonical = oncePerAccount((account): boolean => {
  const pool = accountFields(account, POOL)
  if (!pool) return false
  const authority = programAddress(PUMP_PROGRAM, 'pool-authority', addressBytes(pool.key(AT.baseMint)))
  return authority === pool.key(AT.creator)
})

const feeBps = (
  { address, mints: [mint, quoteMint] }: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
  { pool, config, base, quote }: { pool: Fields; config: Fields; base: bigint; quote: bigint },
): bigint[] | null => {
  const supply = pool.u8(AT.isMayhemMode) === 1 ? BILLION_COINS : supplyOf(accounts, mint)
  if (supply === null) return null
  const trade = {
    quoteMint,
    marketCap: (quote * supply) / base,
    canonical: isCanonical(accounts.get(address)!),
  }
  const fees = pumpFees(accounts.get(FEE_CONFIG_ADDRESS), trade)
  if (!fees) return null
  const own = config.u8(CREATOR_FEE_CONFIGURABLE) === 1 ? pool.u64(AT.creatorFeeBps) : 0n
  const creator = pool.isNobody(AT.coinCreator) ? 0n : own > 0n ? own : fees.creator
  return [fees.lp, fees.protocol, creator]
}

/** The most that can be swapped out of the vault, where the liquidity providers' fee does not leave it. */
const swappable = (real: bigint, lpBps: bigint): bigint => {
  const most = (real * BPS) / (BPS - lpBps)
  return most + 1n - mulDivCeil(most + 1n, lpBps, BPS) <= real ? most + 1n : most
}

const snapshot: PoolCodec['snapshot'] = (layout, accounts, baseMint): PoolSnapshot | null => {
  const pool = accountFields(accounts.get(layout.address), POOL)
  const config = accountFields(accounts.get(CONFIG_ADDRESS), CONFIG)
  const [base, real] = layout.live.map((vault) => {
    const account = accounts.get(vault)
    return account ? tokenAccountAmount(account) : null
  })
  const [mint, quoteMint] = layout.mints
  if (!pool || !config || !base || !real || baseMint !== mint) return null
  if ((config.u8(DISABLED) & BUY_OR_SELL) !== 0) return null
  const quote = real + pool.i128(AT.virtualQuote)
  if (quote <= 0n) return null
  const bps = feeBps(layout, accounts, { pool, config, base, quote })
  const sides = sidesOf(accounts, mint, quoteMint)
  if (!bps || !sides || !isPayable(bps)) return null
  return {
    ...{ address: layout.address, kind: 'constant-product', ...sides, tradeFeeMillionths: 0n },
    ...{ baseReserve: base, quoteReserve: quote, quoteFees: { bps, program: 'pump-swap' } },
    ...(quote === real ? {} : { payable: { base, quote: swappable(real, bps[0]!) } }),
  }
}

/** PumpSwap, seen from the coin: its fees are in the quote, so the pool is not read the other way round. */
export const pumpSwapCodec: PoolCodec = { program: PUMP_SWAP_PROGRAM, layout, stands, snapshot }
