import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Whose secret it is. Bound into both layers, so that a row copied to another owner does not open. */
export type SecretOwner = { userId: number; address: string }

export type SealedSecret = { masterKeyId: string; wrappedDataKey: Uint8Array; sealedSecret: Uint8Array }

/** Thrown when a sealed secret does not open: another master key, another owner, or damaged bytes. */
export class SealedSecretError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SealedSecretError'
  }
}

/** First eight hex digits of the key's SHA-256: says which key sealed a row and nothing else about it. */
export const masterKeyId = (masterKey: Uint8Array): string => {
  if (masterKey.length !== KEY_BYTES) {
    throw new SealedSecretError(`The vault key must have ${KEY_BYTES} bytes, not ${masterKey.length}`)
  }
  return createHash('sha256').update(masterKey).digest('hex').slice(0, 8)
}

/**
 * Envelope encryption: the secret under a fresh data key, the data key under the master key, both
 * AES-256-GCM with random nonces. Each layer is nonce (12) | ciphertext | tag (16).
 */
export const sealSecret = (masterKey: Uint8Array, owner: SecretOwner, secret: Uint8Array): SealedSecret => {
  const keyId = masterKeyId(masterKey)
  const dataKey = randomBytes(KEY_BYTES)
  try {
    return {
      masterKeyId: keyId,
      wrappedDataKey: encrypt(masterKey, dataKey, boundTo('data-key', owner)),
      sealedSecret: encrypt(dataKey, secret, boundTo('secret', owner)),
    }
  } finally {
    dataKey.fill(0)
  }
}

/** The plaintext belongs to the caller, who wipes it after use. */
export const openSecret = (masterKey: Uint8Array, owner: SecretOwner, sealed: SealedSecret): Buffer => {
  const keyId = masterKeyId(masterKey)
  if (sealed.masterKeyId !== keyId) {
    throw new SealedSecretError(
      `The secret of ${owner.address} was sealed with vault key ${sealed.masterKeyId}, but this process has ${keyId}. Start it with the JARVIS_VAULT_KEY that made the wallet.`,
    )
  }
  const dataKey = decrypt(masterKey, sealed.wrappedDataKey, boundTo('data-key', owner))
  try {
    return decrypt(dataKey, sealed.sealedSecret, boundTo('secret', owner))
  } finally {
    dataKey.fill(0)
  }
}

const boundTo = (layer: 'data-key' | 'secret', { userId, address }: SecretOwner): Buffer =>
  Buffer.from(JSON.stringify(['jarvis-vault', 1, layer, userId, address]))

const encrypt = (key: Uint8Array, plain: Uint8Array, bound: Buffer): Buffer => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

const decrypt = (key: Uint8Array, sealed: Uint8Array, bound: Buffer): Buffer => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealedSecretError('The sealed secret is cut short')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(bound).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES))
  try {
    decipher.final()
    return plain
  } catch (error) {
    plain.fill(0)
    throw new SealedSecretError('The sealed secret does not open: wrong owner or damaged bytes', {
      cause: error,
    })
  }
}
