import { shortAddress } from '@/app/_format/text'
import type { WalletBalanceView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import { TOKEN_ACCOUNT_RENT_LAMPORTS, TRANSFER_FEE_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'

const sol = (lamports: bigint): string => toUi(lamports, SOL_DECIMALS).toFixed()
export const FEE_SOL = sol(TRANSFER_FEE_LAMPORTS)
export const RENT_SOL = sol(TOKEN_ACCOUNT_RENT_LAMPORTS)

export type WithdrawalWords = { leaves: string; to: string; fee: string; stays: string }

/** Everything a withdrawal does, before it is confirmed. */
export const withdrawalWords = (
  balance: WalletBalanceView,
  amount: string,
  to: { address: string; label: string },
): WithdrawalWords => {
  const isSol = balance.mint === null
  const stays = new Decimal(balance.amount).minus(amount).minus(isSol ? FEE_SOL : 0)
  return {
    leaves: `${amount} ${balance.symbol}`,
    to: `${to.label}, ${shortAddress(to.address, 8, 8)}`,
    fee: isSol
      ? `${FEE_SOL} SOL to the network`
      : `${FEE_SOL} SOL to the network, and ${RENT_SOL} SOL if the receiver never held ${balance.symbol}`,
    stays: `${stays.toFixed()} ${balance.symbol}`,
  }
}
