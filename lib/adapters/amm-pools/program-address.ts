import { PublicKey } from '@solana/web3.js'

const known = new Map<string, string>()
/** Derived once and asked for with each update; so many are of no pool that is still watched. */
const MANY = 20_000

/** The address a program derives from seeds: text, or the bytes of an address. */
export const programAddress = (program: string, ...seeds: readonly (string | Uint8Array)[]): string => {
  const bytes = seeds.map((seed) => (typeof seed === 'string' ? Buffer.from(seed) : seed))
  const name = [program, ...bytes.map((seed) => Buffer.from(seed).toString('base64'))].join('|')
  const found = known.get(name)
  if (found) return found
  if (known.size > MANY) known.clear()
  const [address] = PublicKey.findProgramAddressSync(bytes, new PublicKey(program))
  const text = address.toBase58()
  known.set(name, text)
  return text
}

export const addressBytes = (address: string): Uint8Array => new PublicKey(address).toBytes()
