import { Keypair } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { isStuck } from './owned-token-accounts'

const owner = Keypair.fromSeed(new Uint8Array(32).fill(1)).publicKey
const other = Keypair.fromSeed(new Uint8Array(32).fill(2)).publicKey

/** A token account in the layout of both programs, with what follows it under Token-2022. */
const bytes = (change: { state?: number; closer?: Uint8Array; extensions?: number[] }): Uint8Array => {
  const data = new Uint8Array([
    ...new Uint8Array(165),
    ...(change.extensions ? [2, ...change.extensions] : []),
  ])
  data[108] = change.state ?? 1
  if (change.closer) {
    data[129] = 1
    data.set(change.closer, 133)
  }
  return data
}
const immutableOwner = [7, 0, 0, 0]
const withheldFee = (low: number) => [2, 0, 8, 0, low, 0, 0, 0, 0, 0, 0, 0]

describe('an account its owner cannot close', () => {
  it.each([
    ['an ordinary one can be', bytes({}), false],
    ['its owner may close it', bytes({ closer: owner.toBytes() }), false],
    ['somebody else may close it', bytes({ closer: other.toBytes() }), true],
    ['frozen', bytes({ state: 2 }), true],
    ['no fees withheld', bytes({ extensions: [...immutableOwner, ...withheldFee(0)] }), false],
    ['fees withheld', bytes({ extensions: [...immutableOwner, ...withheldFee(3)] }), true],
  ])('%s', (_, data, stuck) => expect(isStuck(data, owner.toBase58())).toBe(stuck))
})
