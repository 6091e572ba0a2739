import { decimal, type Decimal, decimalString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import type { Denial } from '@/lib/domain/risk/limits'
import { inDollars } from '@/lib/domain/money/in-words'

export type WithdrawalRules = {
  /** Dollars that may leave in a UTC day. */
  dailyUsd: Decimal
  /** How old an address of the book must be. */
  waitMs: number
}

export type WithdrawalFacts = {
  symbol: string
  decimals: number
  amountRaw: bigint
  freeRaw: bigint
  /** Below zero: there is not enough SOL beyond the reserve to pay for the transfer. */
  spareLamports: bigint
  isSol: boolean
  mintIsMoving: boolean
  /** null when nothing fresh is known of its price. */
  valueUsd: Decimal | null
  withdrawnTodayUsd: Decimal
  /** null when the address is not in the book. */
  usableAt: Date | null
  now: Date
}

const utc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** The first rule a withdrawal breaks, with the number that broke and what would pass; null when none. */
export const denyWithdrawal = (rules: WithdrawalRules, facts: WithdrawalFacts): Denial | null =>
  denyAddress(facts) ?? denyBalance(facts) ?? denyCap(rules, facts)

const denyAddress = ({ usableAt, now }: WithdrawalFacts): Denial | null => {
  if (usableAt === null)
    return {
      code: 'withdrawal.address_unknown',
      detail: 'This address is not in your address book. Add it there first; a new address waits 24 hours.',
    }
  if (usableAt > now)
    return {
      code: 'withdrawal.address_waiting',
      detail: `This address is new and still waiting, so that you notice if somebody else added it. Withdrawals to it start at ${utc(usableAt)}.`,
      extra: { usableAt: usableAt.toISOString() },
    }
  return null
}

const denyBalance = (facts: WithdrawalFacts): Denial | null => {
  const { symbol, amountRaw, freeRaw, isSol } = facts
  if (facts.mintIsMoving)
    return {
      code: 'risk.insufficient_balance',
      detail: `A trade of ${symbol} is under way, so it is not certain what of it is free. Try again when it is finished.`,
    }
  if (amountRaw > freeRaw) {
    const free = decimalString(toUi(freeRaw, facts.decimals))
    return {
      code: 'risk.insufficient_balance',
      detail: `${decimalString(toUi(amountRaw, facts.decimals))} ${symbol} was asked for and ${free} is free. ${isSol ? 'The rest pays for fees, so that every position can be sold' : 'The rest belongs to positions or working orders'}.`,
      extra: { free },
    }
  }
  if (!isSol && facts.spareLamports < 0n) {
    const missing = decimalString(toUi(-facts.spareLamports, SOL_DECIMALS))
    return {
      code: 'risk.insufficient_balance',
      detail: `The transfer needs ${missing} SOL more than the wallet has beside its reserve for exits. Deposit SOL first.`,
      extra: { missingSol: missing },
    }
  }
  return null
}

const denyCap = (rules: WithdrawalRules, facts: WithdrawalFacts): Denial | null => {
  if (facts.valueUsd === null)
    return {
      code: 'withdrawal.daily_cap',
      detail: `${facts.symbol} has no price now, so it cannot be counted against your daily limit. Try again when it has one.`,
    }
  const left = rules.dailyUsd.minus(facts.withdrawnTodayUsd)
  if (facts.valueUsd.lte(left)) return null
  const passes = left.gt(0) ? left : decimal('0')
  return {
    code: 'withdrawal.daily_cap',
    detail: `This is worth ${inDollars(facts.valueUsd)} and ${inDollars(passes)} of your ${inDollars(rules.dailyUsd)} may still leave today. The limit starts anew at 00:00 UTC.`,
    extra: {
      limitUsd: decimalString(rules.dailyUsd),
      usedUsd: decimalString(facts.withdrawnTodayUsd),
      passesUsd: decimalString(passes),
    },
  }
}
