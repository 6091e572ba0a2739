import { createHash } from 'node:crypto'

/** A stream of random draws that can be read at any position: the same key and index give the same number. */
export type DrawKey = number

export const drawKey = (...parts: (string | number)[]): DrawKey =>
  createHash('sha256').update(parts.join('\u0000')).digest().readUInt32LE(0)

/** Uniform in (0, 1). The finaliser of MurmurHash3, run over key and index. */
export const uniform = (key: DrawKey, index: number): number => {
  let bits = Math.imul(key ^ Math.imul(index | 0, 0x9e3779b1), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 16) ^ (index / 2 ** 32), 0xc2b2ae35)
  bits ^= bits >>> 13
  bits = Math.imul(bits, 0x27d4eb2f)
  bits ^= bits >>> 16
  return ((bits >>> 0) + 0.5) / 2 ** 32
}

/** Standard normal (Box and Muller). Uses the draws 2 * index and 2 * index + 1. */
export const normal = (key: DrawKey, index: number): number =>
  Math.sqrt(-2 * Math.log(uniform(key, 2 * index))) * Math.cos(2 * Math.PI * uniform(key, 2 * index + 1))
