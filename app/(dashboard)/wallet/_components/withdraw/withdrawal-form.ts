import type { BookedAddressView, WalletBalanceView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'

/** What stands in the fields, as typed. `asset` is a mint, or SOL. */
export type WithdrawalFields = { asset: string; amount: string; address: string; code: string }

/** What the API calls an asset. */
export const assetIdOf = ({ mint }: Pick<WalletBalanceView, 'mint'>): string => mint ?? 'SOL'

const PLAIN = /^\d{1,18}(\.\d{0,18})?$/

/** A plain decimal above zero that the token can be divided into, or null. Thousands may have commas. */
export const readAmount = (text: string, decimals: number): string | null => {
  const clean = text.replace(/[\s,]/g, '')
  if (!PLAIN.test(clean)) return null
  const value = new Decimal(clean)
  return value.gt(0) && value.decimalPlaces() <= decimals ? value.toFixed() : null
}

export type WithdrawalBlock = { field: 'amount' | 'address' | 'code'; reason: string }

/** Why it cannot be asked for yet; null when it can. The server decides; this says it beforehand. */
export const withdrawalBlock = (
  fields: WithdrawalFields,
  facts: {
    balance: WalletBalanceView
    booked: BookedAddressView | undefined
    asksCode: boolean
    nowMs: number
  },
): WithdrawalBlock | null => {
  const { balance, booked } = facts
  const amount = readAmount(fields.amount, balance.decimals)
  if (fields.amount.trim() === '') return { field: 'amount', reason: `Enter how much ${balance.symbol}.` }
  if (amount === null)
    return { field: 'amount', reason: `Enter a plain number with at most ${balance.decimals} decimals.` }
  if (new Decimal(amount).gt(balance.free))
    return { field: 'amount', reason: `${balance.free} ${balance.symbol} may leave.` }
  if (!booked) return { field: 'address', reason: 'Choose where it goes.' }
  if (Date.parse(booked.usableAt) > facts.nowMs)
    return { field: 'address', reason: 'This address is new and still waits.' }
  if (facts.asksCode && fields.code.trim() === '')
    return { field: 'code', reason: 'Enter the code of your authenticator app.' }
  return null
}
