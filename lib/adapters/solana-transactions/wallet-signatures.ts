import { createPublicKey, verify } from 'node:crypto'
import bs58 from 'bs58'
import type { WalletSignatures } from '@/lib/ports/wallet-signatures'
import { readTransaction, type WireTransaction } from '../wire/wire-transaction'

/** SPKI of Ed25519 is these bytes followed by the 32 of the key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

const isSigned = (message: Uint8Array, signature: Uint8Array, address: string): boolean => {
  const key = bs58.decodeUnsafe(address)
  if (key?.length !== 32 || signature.length !== 64) return false
  try {
    const der = Buffer.concat([SPKI_PREFIX, key])
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

const parse = (wire: Uint8Array): WireTransaction | null => {
  try {
    return readTransaction(wire)
  } catch {
    return null
  }
}

export const walletSignatures: WalletSignatures = {
  verifyTransaction: (signed, unsigned, address) => {
    const [given, asked] = [parse(signed), parse(unsigned)]
    if (!given || !asked) return null
    if (!Buffer.from(given.message).equals(asked.message)) return null
    const signature = given.signatures[0]
    if (given.signatures.length !== 1 || !signature || !isSigned(given.message, signature, address))
      return null
    if (given.addresses[0] !== address) return null
    return { signed: new Uint8Array(signed), signature: bs58.encode(signature) }
  },
  verifyMessage: (message, signature, address) => isSigned(Buffer.from(message, 'utf8'), signature, address),
}
