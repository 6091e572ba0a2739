import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import PQueue from 'p-queue'

/** OWASP's scrypt setting of 32 MiB a hash. */
const COST = { logN: 15, r: 8, p: 3 } as const
const KEY_BYTES = 32

/** Hashing shares Node's four threads with file reads, name look-ups and compression: a flood of guesses must not hold those up. */
const turns = new PQueue({ concurrency: 2 })

const derive = (
  password: string,
  salt: Buffer,
  cost: { logN: number; r: number; p: number },
): Promise<Buffer> => {
  const N = 2 ** cost.logN
  const options: ScryptOptions = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r }
  return turns.add(
    () =>
      new Promise<Buffer>((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  )
}

const encode = (cost: typeof COST, salt: Buffer, key: Buffer): string =>
  ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')

export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  return encode(COST, salt, await derive(password, salt, COST))
}

/** Of no password; keeps the answer for unknown users as slow as for known ones. */
const NOBODY = encode(COST, Buffer.alloc(16), Buffer.alloc(KEY_BYTES))

/** `hash` null (unknown user) takes as long as a real one and is never right. */
export const verifyPassword = async (password: string, hash: string | null): Promise<boolean> => {
  const [scheme, logN, r, p, salt, key] = (hash ?? NOBODY).split('$')
  if (scheme !== 'scrypt' || !salt || !key)
    throw new Error('A stored password hash is not in the scrypt format')
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(derived, expected) && hash !== null
}
