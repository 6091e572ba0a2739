import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { type AccountKind, accountFields, type Fields } from './account-fields'

export const PUMP_PROGRAM = '6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P'
const PUMP_FEES_PROGRAM = 'pfeeUxB6jkeY1Hxd7CsFCAjcbHA9rWtchMGdZ6VojVZ'

/**
 * FeeConfig of pump.fun's fee program: flat fees at 41, from 65 a list of tiers for SOL, one for USDC, then fees
 * for other quotes. The account's length says which of them it has.
 * Source: @pump-fun/pump-sdk 2.0.0 src/idl/pump_fees.json, src/sdk.ts (`FEE_CONFIG_SIZE_*`), src/fees.ts.
 */
const FEE_CONFIG: AccountKind = {
  program: PUMP_FEES_PROGRAM,
  discriminator: [143, 52, 146, 187, 219, 123, 76, 155],
  leastLength: 2_512,
}
const WITH_STABLE = 4_073
const WITH_EXOTIC = 4_097
const FLAT = 41
const TIERS = 65
const TIER = 40

/** Basis points. */
export type PumpFees = { lp: bigint; protocol: bigint; creator: bigint }
type Tier = { from: bigint; fees: PumpFees }

const feesAt = (fields: Fields, at: number): PumpFees => ({
  lp: fields.u64(at),
  protocol: fields.u64(at + 8),
  creator: fields.u64(at + 16),
})

const tiersAt = (fields: Fields, at: number): Tier[] =>
  Array.from({ length: fields.u32(at) }, (_, index) => {
    const tier = at + 4 + index * TIER
    return { from: fields.u128(tier), fees: feesAt(fields, tier + 16) }
  })

const tierOf = (tiers: readonly Tier[], marketCap: bigint): PumpFees | null =>
  (tiers.findLast(({ from }) => marketCap >= from) ?? tiers[0])?.fees ?? null

const isUnset = ({ lp, protocol, creator }: PumpFees): boolean => lp + protocol + creator === 0n

/** What a canonical coin's trade pays at a market cap in base units of the quote; of any other pool, without `canonical`, the flat fees. */
export const pumpFees = (
  account: AccountUpdate | undefined,
  trade: { quoteMint: string; marketCap: bigint; canonical: boolean },
): PumpFees | null => {
  const fields = accountFields(account, FEE_CONFIG)
  if (!fields || !account) return null
  const { length } = account.data
  const endOf = (at: number): number => at + 4 + fields.u32(at) * TIER
  const stableAt = endOf(TIERS)
  const exoticAt = length >= WITH_STABLE ? endOf(stableAt) : stableAt
  if (stableAt > length || exoticAt > length) return null
  const flat = feesAt(fields, FLAT)
  if (!trade.canonical) return flat
  const tiers = tiersAt(fields, TIERS)
  if (trade.quoteMint === WSOL_MINT) return tierOf(tiers, trade.marketCap)
  if (trade.quoteMint === USDC_MINT) {
    const stable = length >= WITH_STABLE ? tiersAt(fields, stableAt) : []
    return tierOf(stable.length > 0 ? stable : tiers, trade.marketCap)
  }
  const exotic = length >= WITH_EXOTIC ? feesAt(fields, exoticAt) : flat
  return isUnset(exotic) ? flat : exotic
}

/** Together below all of it, or what is left would be a nonsense. */
export const isPayable = (bps: readonly bigint[]): boolean =>
  bps.reduce((sum, rate) => sum + rate, 0n) < 10_000n
