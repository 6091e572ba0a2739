import { createHash, randomBytes } from 'node:crypto'
import { base32 } from './base32'

export const RECOVERY_CODE_COUNT = 10
const CODE_BYTES = 10

/** Ten codes of 80 random bits, as `XXXX-XXXX-XXXX-XXXX`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODE_COUNT }, () => base32(randomBytes(CODE_BYTES)).match(/.{4}/g)!.join('-'))

/** The same for any case, with or without hyphens and spaces. */
export const hashRecoveryCode = (code: string): string =>
  createHash('sha256').update(code.replace(/[\s-]/g, '').toUpperCase()).digest('hex')
