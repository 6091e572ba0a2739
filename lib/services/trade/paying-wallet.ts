import type { BuyInput } from '@/lib/contracts/trade'
import type { Executor } from '@/lib/db/client'
import { connectedWallet, tradingWallet, type WalletRow } from '@/lib/db/wallet-repository'
import { AppError } from '@/lib/errors'

/** The wallet an entry is paid from: the trading wallet, or the connected one it names. */
export const payingWallet = async (
  db: Executor,
  userId: number,
  { wallet: address, limitPriceUsd }: Pick<BuyInput, 'wallet' | 'limitPriceUsd'>,
): Promise<WalletRow> => {
  if (address === undefined) {
    const trading = await tradingWallet(db, userId)
    if (!trading) throw new AppError('forbidden', 'This account has no trading wallet yet.')
    return trading
  }
  if (limitPriceUsd !== undefined)
    throw new AppError(
      'validation',
      'wallet: a limit entry is signed when its price comes, so it needs the trading wallet. Leave wallet out.',
    )
  const connected = await connectedWallet(db, userId, address)
  if (!connected)
    throw new AppError('validation', 'wallet: this wallet is not linked to your account. Connect it first.')
  return connected
}
