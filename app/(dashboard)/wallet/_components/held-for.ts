import type { WalletBalanceView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'

/** Why less may leave than is held; null when all of it may. */
export const heldFor = ({
  mint,
  amount,
  free,
}: Pick<WalletBalanceView, 'mint' | 'amount' | 'free'>): string | null => {
  if (new Decimal(amount).lte(free)) return null
  return mint === null ? 'the rest pays for exits' : 'the rest is in positions or orders'
}
