import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { findUserById, insertWalletUser } from '@/lib/db/user-repository'
import { insertConnectedWallet, tradingWallet, walletByAddress } from '@/lib/db/wallet-repository'
import { AppError } from '@/lib/errors'
import type { SignedInUser, SignInThrottle } from './sign-in'
import { requireSecondFactor, type SecondFactorDeps } from './verify-totp'
import { spendWalletChallenge, type WalletChallengeDeps } from './wallet-challenge'

export type SignInWithWalletDeps = WalletChallengeDeps &
  SecondFactorDeps & {
    throttle: SignInThrottle
    /** Whether an unknown wallet gets an account of its own. */
    signUpOpen: boolean
    newId: () => string
    pause: (ms: number) => Promise<void>
  }

const WALLET_PATIENCE_MS = 5_000

/** Throws AppError `unauthenticated`, `forbidden` (no account, or the second factor) or `rate_limited`. */
export const signInWithWallet = async (
  deps: SignInWithWalletDeps,
  input: {
    nonce: string
    signature: Uint8Array
    domain: string
    totp?: string | undefined
    clientAddress: string
  },
): Promise<SignedInUser> => {
  await deps.throttle.attempt(input.clientAddress, 'wallet')
  const address = await spendWalletChallenge(deps, { ...input, purpose: 'SIGN_IN', userId: null })
  const userId = await userOf(deps, address)
  await requireSecondFactor(deps, userId, input.totp)
  const user = await findUserById(deps.db, userId)
  if (!user) throw new AppError('unauthenticated', 'This account no longer exists.')
  await deps.throttle.succeeded(input.clientAddress, 'wallet')
  const { id, email, displayName, isAdmin, sessionVersion } = user
  return { id, email, displayName, isAdmin, sessionVersion }
}

const userOf = async (deps: SignInWithWalletDeps, address: string): Promise<number> => {
  const wallet = await walletByAddress(deps.db, address)
  if (wallet?.kind === 'CONNECTED' && wallet.unlinkedAt === null) return wallet.userId
  if (wallet || !deps.signUpOpen)
    throw new AppError(
      'forbidden',
      'No account belongs to this wallet. Sign in with e-mail first and link it on the Wallet page.',
    )
  const userId = await createUser(deps, address)
  await tradingWalletMade(deps, userId)
  return userId
}

const createUser = (deps: SignInWithWalletDeps, address: string): Promise<number> =>
  deps.db.transaction(async (tx) => {
    const userId = await insertWalletUser(tx, `${address.slice(0, 4)}…${address.slice(-4)}`)
    const at = deps.now()
    if (!(await insertConnectedWallet(tx, { id: deps.newId(), userId, address, createdAt: at })))
      throw new AppError('forbidden', 'This wallet is just being signed in. Try again.', {
        retry: 'retryable',
      })
    await recordAudit(tx, {
      userId,
      actor: { kind: 'user', id: String(userId) },
      action: 'account.created',
      subject: String(userId),
      details: { wallet: address },
    })
    return userId
  })

/** The trading role makes it, because only that holds the vault's key; the first page shows it. */
const tradingWalletMade = async (
  deps: { db: Database; pause: (ms: number) => Promise<void> },
  userId: number,
): Promise<void> => {
  for (let waited = 0; waited < WALLET_PATIENCE_MS; waited += 100) {
    if (await tradingWallet(deps.db, userId)) return
    await deps.pause(100)
  }
}
