import { randomBytes } from 'node:crypto'
import { insertChallenge, spendChallenge } from '@/lib/db/challenge-repository'
import type { Database } from '@/lib/db/client'
import { signInMessage } from '@/lib/domain/wallets/sign-in-message'
import { AppError } from '@/lib/errors'
import type { WalletSignatures } from '@/lib/ports/wallet-signatures'

export type WalletChallengeDeps = { db: Database; signatures: WalletSignatures; now: () => Date }

export type ChallengePurpose = { purpose: 'SIGN_IN'; userId: null } | { purpose: 'LINK'; userId: number }

const LASTS_MS = 5 * 60_000

const STATEMENTS = {
  SIGN_IN: 'Sign in to JARVIS. This moves no money and costs nothing.',
  LINK: 'Link this wallet to your JARVIS account. This moves no money and costs nothing.',
}

export type WalletChallenge = { nonce: string; message: string; expiresAt: string }

/** A message for a wallet to sign, bound to our own host, the address, the purpose and a time. */
export const createWalletChallenge = async (
  deps: WalletChallengeDeps,
  input: ChallengePurpose & { address: string; domain: string; secure: boolean },
): Promise<WalletChallenge> => {
  const issuedAt = deps.now()
  const expiresAt = new Date(issuedAt.getTime() + LASTS_MS)
  const nonce = randomBytes(16).toString('hex')
  const { address, domain, purpose, userId } = input
  const message = signInMessage({
    domain,
    address,
    statement: STATEMENTS[purpose],
    uri: `${input.secure ? 'https' : 'http'}://${domain}`,
    chainId: 'mainnet',
    nonce,
    issuedAt,
    expiresAt,
  })
  const row = { nonce, address, purpose, userId, domain, message, expiresAt, usedAt: null }
  await insertChallenge(deps.db, row, issuedAt)
  return { nonce, message, expiresAt: expiresAt.toISOString() }
}

/**
 * The address whose wallet signed the message, which is used up either way. Throws AppError
 * `unauthenticated` for anything but its first use, in time, on our own host, for the same purpose.
 */
export const spendWalletChallenge = async (
  deps: WalletChallengeDeps,
  input: ChallengePurpose & { nonce: string; signature: Uint8Array; domain: string },
): Promise<string> => {
  const challenge = await spendChallenge(deps.db, input.nonce, deps.now())
  const fits =
    challenge?.purpose === input.purpose &&
    challenge.userId === input.userId &&
    challenge.domain === input.domain &&
    deps.signatures.verifyMessage(challenge.message, input.signature, challenge.address)
  if (!fits)
    throw new AppError(
      'unauthenticated',
      'The signature does not fit, or its message was used or has expired. Ask for a new one and sign again.',
    )
  return challenge.address
}
