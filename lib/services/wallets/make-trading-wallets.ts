import type { Database } from '@/lib/db/client'
import { insertTradingWallet } from '@/lib/db/trading-wallet-repository'
import { usersWithoutTradingWallet } from '@/lib/db/user-repository'
import { lockUser, tradingWallet } from '@/lib/db/wallet-repository'
import type { WalletMaker } from '@/lib/ports/signer'

const AT_ONCE = 20

/** For accounts the web process has made: only the trading role can seal a key. */
export const makeTradingWallets = async (deps: {
  db: Database
  walletMaker: WalletMaker
  newId: () => string
}): Promise<void> => {
  for (const userId of await usersWithoutTradingWallet(deps.db, AT_ONCE)) {
    const sealed = await deps.walletMaker.create({ userId })
    await deps.db.transaction(async (tx) => {
      await lockUser(tx, userId)
      if (!(await tradingWallet(tx, userId)))
        await insertTradingWallet(tx, { ...sealed, id: deps.newId(), userId })
    })
  }
}
