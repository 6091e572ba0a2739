import { createHash } from 'node:crypto'
import BN from 'bn.js'
import { PublicKey } from '@solana/web3.js'

/** A stream of random numbers that the seed alone decides. */
export const randomOf = (seed) => {
  let counter = 0
  let pool = Buffer.alloc(0)
  const bytes = (count) => {
    while (pool.length < count) {
      pool = Buffer.concat([
        pool,
        createHash('sha256')
          .update(`${seed}:${(counter += 1)}`)
          .digest(),
      ])
    }
    const taken = pool.subarray(0, count)
    pool = pool.subarray(count)
    return Buffer.from(taken)
  }
  const below = (limit) => BigInt(`0x${bytes(40).toString('hex')}`) % limit
  const between = (least, most) => least + below(most - least + 1n)
  const int = (least, most) => Number(between(BigInt(least), BigInt(most)))
  const chance = (part) => int(0, 999_999) < part * 1_000_000
  /** Of any size, so that small numbers come as often as large ones. */
  const sized = (least, most) => {
    const width = int(least.toString(2).length, most.toString(2).length)
    const number = below(1n << BigInt(width))
    return number < least ? least : number > most ? most : number
  }
  const key = () => new PublicKey(bytes(32))
  return { bytes, between, int, chance, sized, key, pick: (list) => list[int(0, list.length - 1)] }
}

const WIDTHS = { u8: 8, u16: 16, u32: 32, u64: 64, u128: 128, i8: 8, i16: 16, i32: 32, i64: 64, i128: 128 }
const big = (number) => new BN(number.toString())

/** A value of any type of an Anchor interface description: zero, the largest, or anything between. */
const anyOf = (type, types, random) => {
  if (type === 'bool') return random.chance(0.5)
  if (type === 'pubkey') return random.key()
  if (WIDTHS[type]) {
    const most = (1n << BigInt(WIDTHS[type] - (type[0] === 'i' ? 1 : 0))) - 1n
    const value = random.chance(0.1) ? 0n : random.chance(0.1) ? most : random.sized(0n, most)
    return WIDTHS[type] <= 32 ? Number(value) : big(value)
  }
  if (type.array) return Array.from({ length: type.array[1] }, () => anyOf(type.array[0], types, random))
  if (type.vec) return []
  if (type.defined) return anyStruct(type.defined.name ?? type.defined, types, random)
  throw new Error(`no value for ${JSON.stringify(type)}`)
}

export const anyStruct = (name, types, random) => {
  const { fields } = types.find((type) => type.name === name).type
  return Object.fromEntries(fields.map((field) => [field.name, anyOf(field.type, types, random)]))
}
export const bn = big
export const bigOf = (number) => BigInt(number.toString())
