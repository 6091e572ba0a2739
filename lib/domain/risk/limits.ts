import { decimal, type Decimal, decimalString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { ErrorCode } from '@/lib/errors'

export type RiskLimits = {
  maxPositionUsd: Decimal
  maxDailyLossUsd: Decimal
  maxOpenPositions: number
  /** Native SOL that pays for getting out; an entry may not touch it. */
  reserveLamportsPerPosition: bigint
  reserveLamportsBase: bigint
}

/** The house limits. Users may tighten theirs. */
export const DEFAULT_LIMITS: RiskLimits = {
  maxPositionUsd: decimal('500'),
  maxDailyLossUsd: decimal('1000'),
  maxOpenPositions: 50,
  // A sell costs about 0.00002 SOL with a priority fee, a new token account 0.00204 SOL of rent.
  reserveLamportsPerPosition: 100_000n,
  reserveLamportsBase: 5_000_000n,
}

export type EntryFacts = {
  amountUsd: Decimal
  inputRaw: bigint
  /** Open positions and entries already accepted and not yet resolved. */
  openPositions: number
  pendingEntries: number
  /** USDC on chain minus what accepted entries will still spend. */
  freeUsdcRaw: bigint
  lamports: bigint
}

export type Denial = { code: ErrorCode; detail: string; extra?: Record<string, string> }

const dollars = (value: Decimal): string => `$${value.toFixed(2)}`

/** The first limit an entry breaks, in words with the number that broke and what would pass; null when none. */
export const denyEntry = (limits: RiskLimits, facts: EntryFacts): Denial | null => {
  if (facts.amountUsd.gt(limits.maxPositionUsd))
    return {
      code: 'risk.position_size',
      detail: `A ${dollars(facts.amountUsd)} position passes your limit of ${dollars(limits.maxPositionUsd)} by ${dollars(facts.amountUsd.minus(limits.maxPositionUsd))}. ${dollars(limits.maxPositionUsd)} would pass.`,
      extra: {
        limitUsd: decimalString(limits.maxPositionUsd),
        passesUsd: decimalString(limits.maxPositionUsd),
      },
    }
  const held = facts.openPositions + facts.pendingEntries
  if (held + 1 > limits.maxOpenPositions)
    return {
      code: 'risk.open_positions',
      detail: `This would be position ${held + 1} of ${limits.maxOpenPositions}. Close one first.`,
    }
  if (facts.inputRaw > facts.freeUsdcRaw) {
    const free = facts.freeUsdcRaw > 0n ? toUi(facts.freeUsdcRaw, USDC_DECIMALS) : decimal('0')
    return {
      code: 'risk.insufficient_balance',
      detail: `It needs ${dollars(facts.amountUsd)} of USDC and ${dollars(free)} is free. Deposit USDC or buy less.`,
      extra: { freeUsd: decimalString(free), passesUsd: decimalString(free) },
    }
  }
  const reserve =
    limits.reserveLamportsBase +
    limits.reserveLamportsPerPosition * BigInt(facts.openPositions + facts.pendingEntries + 1)
  if (facts.lamports < reserve)
    return {
      code: 'risk.insufficient_balance',
      detail: `The wallet holds ${toUi(facts.lamports, SOL_DECIMALS).toFixed()} SOL; ${toUi(reserve, SOL_DECIMALS).toFixed()} SOL must stay for fees, so that every position can be sold. Deposit SOL.`,
    }
  return null
}
