import bs58 from 'bs58'
import type { Signer } from '@/lib/ports/signer'
import { readTransaction, withSignature } from '../wire/wire-transaction'
import { addressOf, privateKeyFromSeed, signBytes } from './ed25519'
import { masterKeyId, openSecret, type SealedSecret } from './envelope'

export type StoredSecret = SealedSecret & { userId: number; address: string }

/** Thrown instead of a signature. Nothing was signed. */
export class SigningRefusedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SigningRefusedError'
  }
}

/** `loadSecret` reads the wallet's row with its owner; null when there is none. */
export const createVaultSigner = ({
  masterKey,
  loadSecret,
}: {
  masterKey: Uint8Array
  loadSecret: (walletId: string) => Promise<StoredSecret | null>
}): Signer => {
  masterKeyId(masterKey)
  return {
    sign: async (wallet, transaction) => {
      const { message, addresses } = readTransaction(transaction)
      const feePayer = addresses[0]
      if (feePayer !== wallet.address) {
        throw new SigningRefusedError(
          `The transaction is paid by ${feePayer}, not by the wallet ${wallet.address}`,
        )
      }
      const stored = await loadSecret(wallet.id)
      if (!stored) throw new SigningRefusedError(`The vault has no key for wallet ${wallet.id}`)
      if (stored.address !== wallet.address) {
        throw new SigningRefusedError(`The vault's key for wallet ${wallet.id} belongs to ${stored.address}`)
      }
      const signature = signWith(masterKey, stored, message)
      return { signed: withSignature(transaction, signature), signature: bs58.encode(signature) }
    },
  }
}

const signWith = (masterKey: Uint8Array, stored: StoredSecret, message: Uint8Array): Uint8Array => {
  const seed = openSecret(masterKey, stored, stored)
  try {
    const key = privateKeyFromSeed(seed)
    const address = addressOf(key)
    if (address !== stored.address) {
      throw new SigningRefusedError(`The vault's key for ${stored.address} signs for ${address}`)
    }
    return signBytes(key, message)
  } finally {
    seed.fill(0)
  }
}
