import {
  AddressLookupTableAccount,
  PublicKey,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import bs58 from 'bs58'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UndecodableTransactionError } from './wire-reader'
import { readTransaction, withSignature } from './wire-transaction'

const key = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => bytes.some((byte) => byte !== 0))
  .map((bytes) => new PublicKey(bytes))

const shape = fc.record({
  legacy: fc.boolean(),
  keys: fc.uniqueArray(key, { minLength: 4, maxLength: 12, selector: (one) => one.toBase58() }),
  blockhash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  instructions: fc.array(
    fc.record({
      accounts: fc.array(fc.tuple(fc.nat(11), fc.boolean(), fc.boolean()), { maxLength: 8 }),
      data: fc.uint8Array({ maxLength: 150 }),
    }),
    { maxLength: 3 },
  ),
})

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

/** As web3.js writes it; every third key may come from a lookup table. */
const wireOf = ({ legacy, keys, blockhash, instructions }: Shape) => {
  const message = new TransactionMessage({
    payerKey: keys[0]!,
    recentBlockhash: bs58.encode(blockhash),
    instructions: instructions.map(
      ({ accounts, data }) =>
        new TransactionInstruction({
          programId: keys[1]!,
          data: Buffer.from(data),
          keys: accounts.map(([at, isSigner, isWritable]) => ({
            pubkey: keys[2 + (at % (keys.length - 2))]!,
            isSigner,
            isWritable,
          })),
        }),
    ),
  })
  const table = new AddressLookupTableAccount({
    key: keys.at(-1)!,
    state: {
      deactivationSlot: 2n ** 64n - 1n,
      lastExtendedSlot: 1,
      lastExtendedSlotStartIndex: 0,
      addresses: keys.filter((_, place) => place % 3 === 2),
    },
  })
  const compiled = legacy ? message.compileToLegacyMessage() : message.compileToV0Message([table])
  return new VersionedTransaction(compiled).serialize()
}

const asWeb3Reads = (wire: Uint8Array) => {
  const transaction = VersionedTransaction.deserialize(wire)
  const { message, signatures } = transaction
  expect(Buffer.from(transaction.serialize())).toEqual(Buffer.from(wire))
  return {
    signatures: signatures.map((one) => [...one]),
    message: [...message.serialize()],
    addresses: message.staticAccountKeys.map((one) => one.toBase58()),
    signers: message.header.numRequiredSignatures,
    blockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map((one) => ({
      program: one.programIdIndex,
      accounts: [...one.accountKeyIndexes],
      data: [...one.data],
    })),
    lookups: message.addressTableLookups.map((one) => ({
      table: one.accountKey.toBase58(),
      writable: [...one.writableIndexes],
      readonly: [...one.readonlyIndexes],
    })),
  }
}

const asWeRead = (wire: Uint8Array) => {
  const read = readTransaction(wire)
  return {
    ...read,
    signatures: read.signatures.map((one) => [...one]),
    message: [...read.message],
    instructions: read.instructions.map((one) => ({ ...one, data: [...one.data] })),
  }
}

const refusal = (wire: Uint8Array): unknown => {
  try {
    return void readTransaction(wire)
  } catch (error) {
    return error
  }
}

describe('reading a transaction', () => {
  it('says what web3.js says', () => {
    fc.assert(
      fc.property(shape, (given) => {
        const wire = wireOf(given)
        fc.pre(wire.length <= 1_232)
        expect(asWeRead(wire)).toEqual(asWeb3Reads(wire))
        expect(readTransaction(wire)).toBe(readTransaction(wire))
      }),
      { numRuns: 100 },
    )
  })

  it('takes no damaged bytes that web3.js would not take, or would read otherwise', () => {
    const damage = fc.oneof(
      fc.record({ at: fc.nat(400), byte: fc.nat(255) }),
      fc.record({ cut: fc.nat(200) }),
      fc.record({ add: fc.uint8Array({ minLength: 1, maxLength: 3 }) }),
    )
    fc.assert(
      fc.property(shape, damage, (given, how) => {
        const wire = wireOf(given)
        fc.pre(wire.length <= 1_232)
        const damaged =
          'cut' in how
            ? wire.slice(0, Math.max(0, wire.length - 1 - how.cut))
            : new Uint8Array([...wire, ...('add' in how ? how.add : [])])
        if ('at' in how) damaged[how.at % damaged.length] = how.byte
        const error = refusal(damaged)
        if (error) expect(error).toBeInstanceOf(UndecodableTransactionError)
        else expect(asWeRead(damaged)).toEqual(asWeb3Reads(damaged))
      }),
      { numRuns: 300 },
    )
  })

  it('refuses a second encoding of the same lengths, unknown versions, no signer, and more than a packet', () => {
    const wire = wireOf({
      legacy: false,
      keys: [1, 2, 3, 4].map((n) => new PublicKey(new Uint8Array(32).fill(n))),
      blockhash: new Uint8Array(32),
      instructions: [{ accounts: [], data: new Uint8Array([1]) }],
    })
    expect(refusal(wire)).toBeUndefined()
    const padded = new Uint8Array([0x81, 0x00, ...wire.slice(1)])
    expect(refusal(padded)).toMatchObject({ message: expect.stringContaining('canonical') })
    const later = wire.slice()
    later[65] = 0x81
    expect(refusal(later)).toMatchObject({ message: expect.stringContaining('version') })
    expect(refusal(new Uint8Array([0, ...wire.slice(65)]))).toMatchObject({
      message: expect.stringContaining('signers'),
    })
    expect(refusal(new Uint8Array(1_233))).toMatchObject({ message: expect.stringContaining('too long') })
    expect(refusal(new Uint8Array())).toMatchObject({ message: expect.stringContaining('short') })
  })

  it("puts the fee payer's signature in its place and leaves the given bytes alone", () => {
    fc.assert(
      fc.property(shape, fc.uint8Array({ minLength: 64, maxLength: 64 }), (given, signature) => {
        const wire = wireOf(given)
        fc.pre(wire.length <= 1_232)
        const before = Buffer.from(wire)
        const reference = VersionedTransaction.deserialize(wire)
        reference.signatures[0] = signature
        expect(withSignature(wire, signature)).toEqual(reference.serialize())
        expect(Buffer.from(wire)).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })
})
