import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { decodeAddress } from '@/sandbox/chain/addresses'

const MAX_KEYS = 10_000
const keys = new Map<string, KeyObject>()

/** Whether `signature` is that address's own of the message. Throws for what is no address. */
export const isSignedBy = (address: string, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, keyOf(address), signature)

/** Kept, because making one takes as long as a check and the same wallets come again. */
function keyOf(address: string): KeyObject {
  const known = keys.get(address)
  if (known) return known
  const x = Buffer.from(decodeAddress(address)).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  if (keys.size >= MAX_KEYS) keys.clear()
  keys.set(address, key)
  return key
}
