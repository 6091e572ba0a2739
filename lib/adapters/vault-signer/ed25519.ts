import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import bs58 from 'bs58'

/** PKCS #8 of Ed25519 is these bytes followed by the 32 of the key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

export const SEED_BYTES = 32

/** Holds its own copy of the seed, out of our reach; keep it only as long as it takes to sign. */
export const privateKeyFromSeed = (seed: Uint8Array): KeyObject => {
  const der = Buffer.concat([PKCS8_PREFIX, seed])
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } finally {
    der.fill(0)
  }
}

/** Through the public key as JWK, which costs a fiftieth of writing it as DER. */
export const addressOf = (privateKey: KeyObject): string =>
  bs58.encode(Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url'))

/** Deterministic (RFC 8032): the same bytes as @noble/curves or any other implementation gives. */
export const signBytes = (privateKey: KeyObject, message: Uint8Array): Uint8Array =>
  new Uint8Array(sign(null, message, privateKey))
