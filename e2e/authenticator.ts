import { createHmac } from 'node:crypto'

const STEP_MS = 30_000

const base32 = (secret: string): Buffer => {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g)!
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** RFC 6238, as an authenticator app would; each code works once, so the next one is `ahead` by a step. */
export const codeOf = (secret: string, ahead = 0): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + ahead))
  const mac = createHmac('sha1', base32(secret)).update(counter).digest()
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fff_ffff) % 1e6).padStart(6, '0')
}
