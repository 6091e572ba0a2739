import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export type SecondFactorKey = { id: string; bytes: Buffer }
export type SealedTotp = { sealedSecret: Uint8Array; keyId: string }

/** The web process has no vault key, so authenticator secrets have one derived from AUTH_SECRET (ADR 7). */
export const secondFactorKey = (authSecret: string): SecondFactorKey => {
  const bytes = Buffer.from(hkdfSync('sha256', authSecret, '', 'jarvis second factor 1', 32))
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

const boundTo = (userId: number): Buffer => Buffer.from(JSON.stringify(['jarvis-totp', 1, userId]))

/** AES-256-GCM as nonce | ciphertext | tag, bound to its owner. */
export const sealTotpSecret = (key: SecondFactorKey, userId: number, secret: Uint8Array): SealedTotp => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(boundTo(userId))
  const sealedSecret = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return { sealedSecret, keyId: key.id }
}

/** Null when another key sealed it. Throws when the bytes are damaged or another user's. */
export const openTotpSecret = (key: SecondFactorKey, userId: number, sealed: SealedTotp): Buffer | null => {
  if (sealed.keyId !== key.id) return null
  const { sealedSecret: bytes } = sealed
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(boundTo(userId)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES))
  return Buffer.concat([plain, decipher.final()])
}
