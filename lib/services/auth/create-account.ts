import type { Database } from '@/lib/db/client'
import { insertTradingWallet } from '@/lib/db/trading-wallet-repository'
import { findUserByEmail, insertUser } from '@/lib/db/user-repository'
import { lockUser, tradingWallet } from '@/lib/db/wallet-repository'
import type { WalletMaker } from '@/lib/ports/signer'
import { hashPassword } from './password'

export type CreateAccountDeps = { db: Database; wallets: WalletMaker; newId: () => string }
export type NewAccount = { email: string; password: string; displayName: string; isAdmin: boolean }
export type Account = { userId: number; walletAddress: string; created: boolean }

/**
 * The account with its trading wallet, in one transaction. One that exists already keeps its
 * password and its wallet; a wallet that is missing is made.
 */
export const createAccount = async (deps: CreateAccountDeps, account: NewAccount): Promise<Account> => {
  const { email, password, displayName, isAdmin } = account
  const existing = await findUserByEmail(deps.db, email)
  const passwordHash = existing ? null : await hashPassword(password)

  return deps.db.transaction(async (tx) => {
    const insertedId =
      passwordHash === null ? null : await insertUser(tx, { email, passwordHash, displayName, isAdmin })
    const userId = insertedId ?? existing?.id ?? (await findUserByEmail(tx, email))?.id
    if (userId === undefined) throw new Error(`The account ${email} could neither be created nor found`)
    await lockUser(tx, userId)
    const wallet = await tradingWallet(tx, userId)
    if (wallet) return { userId, walletAddress: wallet.address, created: insertedId !== null }
    const sealed = await deps.wallets.create({ userId })
    await insertTradingWallet(tx, { ...sealed, id: deps.newId(), userId })
    return { userId, walletAddress: sealed.address, created: insertedId !== null }
  })
}
