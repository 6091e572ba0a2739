import type { ChipTone } from '@/app/_components/ui/chip'
import { formatAmount } from '@/app/_format/numbers'
import { shortAddress } from '@/app/_format/text'
import type { WalletOperationView } from '@/lib/contracts/wallets'

const NAMES: Record<WalletOperationView['kind'], string> = {
  DEPOSIT: 'Deposit',
  WITHDRAWAL: 'Withdrawal',
  RECLAIM: 'Rent back',
}

export const TRANSFER_TONE: Record<WalletOperationView['status'], ChipTone> = {
  RECEIVED: 'accent',
  AWAITING_SIGNATURE: 'warn',
  SIGNED: 'accent',
  SENT: 'accent',
  UNKNOWN: 'warn',
  CONFIRMED: 'gain',
  FAILED: 'crit',
  EXPIRED: 'quiet',
  REJECTED: 'crit',
  CANCELLED: 'quiet',
}

/** `Withdrawal of 5 USDC`. */
export const transferTitle = ({ kind, amount, asset }: WalletOperationView): string =>
  `${NAMES[kind]} of ${formatAmount(amount)} ${asset.symbol}`

export const transferPath = ({ kind, from, to }: WalletOperationView): string => {
  if (kind === 'RECLAIM') return 'from closed token accounts'
  return kind === 'DEPOSIT' ? `from ${shortAddress(from)}` : `to ${shortAddress(to)}`
}

/** Until it is signed. */
export const canCancelTransfer = ({ kind, status }: WalletOperationView): boolean =>
  kind === 'DEPOSIT' ? status === 'AWAITING_SIGNATURE' : status === 'RECEIVED'
