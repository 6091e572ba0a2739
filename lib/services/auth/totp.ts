import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { base32 } from './base32'

const STEP_SECONDS = 30
const DIGITS = 6
/** A code is taken one step early or late: phones' clocks differ, and typing takes time. */
const STEPS_AROUND = 1
/** RFC 4226 recommends 160 bits, the length of the SHA-1 that every authenticator app knows. */
const SECRET_BYTES = 20
const ISSUER = 'JARVIS'

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES)

export const totpStep = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)

/** The code of one step: RFC 4226 section 5.3, with the time step of RFC 6238 as the counter. */
export const totpCode = (secret: Uint8Array, step: number, digits = DIGITS): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The step after `lastStep` whose code this is, or null. Every candidate is compared, in constant time. */
export const matchTotp = (secret: Uint8Array, code: string, at: Date, lastStep: number): number | null => {
  const given = Buffer.from(code)
  if (given.length !== DIGITS) return null
  const now = totpStep(at)
  let matched: number | null = null
  for (let step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step += 1) {
    const same = timingSafeEqual(Buffer.from(totpCode(secret, step)), given)
    if (same && step > lastStep) matched ??= step
  }
  return matched
}

/** What authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export const totpUri = (secret: Uint8Array, account: string): string => {
  const parameters = new URLSearchParams({
    secret: base32(secret),
    issuer: ISSUER,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  })
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(account)}?${parameters}`
}
