import { createPublicKey, verify } from 'node:crypto'
import { VersionedTransaction } from '@solana/web3.js'
import bs58 from 'bs58'
import type { WalletSignatures } from '@/lib/ports/wallet-signatures'

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

const parse = (wire: Uint8Array): VersionedTransaction | null => {
  try {
    const transaction = VersionedTransaction.deserialize(wire)
    return Buffer.from(transaction.serialize()).equals(wire) ? transaction : null
  } catch {
    return null
  }
}

export const walletSignatures: WalletSignatures = {
  verifyTransaction: (signed, unsigned, address) => {
    const [given, asked] = [parse(signed), parse(unsigned)]
    if (!given || !asked) return null
    const message = given.message.serialize()
    if (!Buffer.from(message).equals(asked.message.serialize())) return null
    const signature = given.signatures[0]
    if (given.signatures.length !== 1 || !signature || !isSigned(message, signature, address)) return null
    if (given.message.staticAccountKeys[0]?.toBase58() !== address) return null
    return { signed: given.serialize(), signature: bs58.encode(signature) }
  },
  verifyMessage: (message, signature, address) => isSigned(Buffer.from(message, 'utf8'), signature, address),
}
