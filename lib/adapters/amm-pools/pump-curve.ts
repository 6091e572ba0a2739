import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec, PoolLayout } from '@/lib/ports/pool-codec'
import { type AccountKind, accountFields, type Fields } from './account-fields'
import { addressBytes, programAddress } from './program-address'
import { isPayable, PUMP_PROGRAM, pumpFees } from './pump-fees'
import { mintsToRead, sidesOf, supplyOf } from './token-mints'

/**
 * BondingCurve and Global of pump.fun's program, packed little-endian after the Anchor discriminator. Older
 * accounts end earlier and read as zero from there.
 * Source: @pump-fun/pump-sdk 2.0.0, src/idl/pump.json and src/sdk.ts (`BONDING_CURVE_*SIZE`).
 */
const CURVE: AccountKind = {
  program: PUMP_PROGRAM,
  discriminator: [23, 183, 248, 55, 96, 216, 172, 96],
  leastLength: 49,
}
const AT = {
  virtualToken: 8,
  virtualQuote: 16,
  realToken: 24,
  realQuote: 32,
  complete: 48,
  creator: 49,
  isMayhemMode: 81,
  quoteMint: 83,
  creatorFeeBps: 115,
} as const
const GLOBAL: AccountKind = {
  program: PUMP_PROGRAM,
  discriminator: [167, 232, 232, 177, 200, 108, 114, 127],
  leastLength: 162,
}
const CREATOR_FEE_CONFIGURABLE = 1_045
/** Program addresses of the seeds `global`, and `fee_config` with the program (of the fee program). */
const GLOBAL_ADDRESS = '4wTV1YmiEkRvAtNtsSGPtUrqRYQMe5SKy2uB4Jjaxnjf'
const FEE_CONFIG_ADDRESS = '8Wf5TiAheLUqBrKXeYg2JtAFFMWtKdG2BSFgqUcPVwTt'
/** What market caps are reckoned with, but for mayhem coins. */
const BILLION_COINS = 1_000_000_000_000_000n

const curveAddress = (mint: string): string =>
  programAddress(PUMP_PROGRAM, 'bonding-curve', addressBytes(mint))

const quoteMintOf = (curve: Fields): string =>
  curve.isNobody(AT.quoteMint) ? WSOL_MINT : curve.key(AT.quoteMint)

/** A complete curve takes no more swaps: the coin trades in the AMM. */
const isOpen = (curve: Fields): boolean => curve.u8(AT.complete) === 0 && curve.u64(AT.virtualToken) > 0n

const layout = (account: AccountUpdate, mint: string): PoolLayout | null => {
  const curve = accountFields(account, CURVE)
  if (!curve || !isOpen(curve) || curveAddress(mint) !== account.address) return null
  const mints = [mint, quoteMintOf(curve)] as const
  return {
    ...{ address: account.address, program: PUMP_PROGRAM, mints, live: [account.address] },
    others: [GLOBAL_ADDRESS, FEE_CONFIG_ADDRESS, ...mintsToRead(mints)],
  }
}

const stands: PoolCodec['stands'] = (_, account) => {
  const curve = accountFields(account, CURVE)
  return curve !== null && isOpen(curve)
}

const feeBps = (
  curve: Fields,
  accounts: ReadonlyMap<string, AccountUpdate>,
  [mint, quoteMint]: PoolLayout['mints'],
): bigint[] | null => {
  const global = accountFields(accounts.get(GLOBAL_ADDRESS), GLOBAL)
  const supply = curve.u8(AT.isMayhemMode) === 1 ? supplyOf(accounts, mint) : BILLION_COINS
  if (!global || supply === null) return null
  const marketCap = (curve.u64(AT.virtualQuote) * supply) / curve.u64(AT.virtualToken)
  const fees = pumpFees(accounts.get(FEE_CONFIG_ADDRESS), { quoteMint, marketCap, canonical: true })
  if (!fees) return null
  const own = global.u8(CREATOR_FEE_CONFIGURABLE) === 1 ? curve.u64(AT.creatorFeeBps) : 0n
  const creator = curve.isNobody(AT.creator) ? 0n : own > 0n ? own : fees.creator
  return [fees.protocol, creator]
}

const snapshot: PoolCodec['snapshot'] = (layout, accounts, baseMint): PoolSnapshot | null => {
  const [mint, quoteMint] = layout.mints
  const curve = accountFields(accounts.get(layout.address), CURVE)
  if (!curve || !isOpen(curve) || curve.u64(AT.virtualQuote) === 0n || baseMint !== mint) return null
  const bps = feeBps(curve, accounts, layout.mints)
  const sides = sidesOf(accounts, mint, quoteMint)
  if (!bps || !sides || !isPayable(bps)) return null
  return {
    ...{ address: layout.address, kind: 'constant-product', ...sides, tradeFeeMillionths: 0n },
    baseReserve: curve.u64(AT.virtualToken),
    quoteReserve: curve.u64(AT.virtualQuote),
    quoteFees: { bps, program: 'pump-curve' },
    payable: { base: curve.u64(AT.realToken), quote: curve.u64(AT.realQuote) },
  }
}

/** pump.fun's bonding curve: a constant product of virtual reserves that pays out of real ones. */
export const pumpCurveCodec: PoolCodec = { program: PUMP_PROGRAM, layout, stands, snapshot }
