import {
  Keypair,
  PublicKey,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStaticKeyWritable, MalformedTransactionError, parseTransaction } from './wire-transaction'

const address = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new PublicKey(bytes))
const instruction = fc
  .record({
    programId: address,
    keys: fc.array(fc.record({ pubkey: address, isSigner: fc.boolean(), isWritable: fc.boolean() }), {
      maxLength: 4,
    }),
    data: fc.uint8Array({ maxLength: 140 }).map((bytes) => Buffer.from(bytes)),
  })
  .map((fields) => new TransactionInstruction(fields))
const blockhash = address.map((key) => key.toBase58())
const payer = Keypair.generate().publicKey

describe('parseTransaction', () => {
  it('reads what web3.js writes, legacy and version 0', () => {
    fc.assert(
      fc.property(
        fc.array(instruction, { maxLength: 3 }),
        blockhash,
        fc.boolean(),
        (instructions, recent, legacy) => {
          const message = new TransactionMessage({ payerKey: payer, recentBlockhash: recent, instructions })
          const compiled = legacy ? message.compileToLegacyMessage() : message.compileToV0Message()
          const wire = new VersionedTransaction(compiled).serialize()
          const parsed = parseTransaction(wire)
          expect(parsed.version).toBe(compiled.version)
          expect(parsed.recentBlockhash).toBe(recent)
          expect(parsed.staticKeys).toEqual(compiled.staticAccountKeys.map(String))
          expect(parsed.staticKeys.map((_key, index) => isStaticKeyWritable(parsed, index))).toEqual(
            parsed.staticKeys.map((_key, index) => compiled.isAccountWritable(index)),
          )
          expect(
            parsed.instructions.map(({ data, accounts, programIdIndex }) => [
              programIdIndex,
              accounts,
              [...data],
            ]),
          ).toEqual(
            compiled.compiledInstructions.map((one) => [
              one.programIdIndex,
              one.accountKeyIndexes,
              [...one.data],
            ]),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it('refuses anything else with an error that says so', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_400 }), (bytes) => {
        try {
          expect(parseTransaction(bytes).signatures.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedTransactionError)
        }
      }),
    )
    expect(() => parseTransaction(new Uint8Array(1_233))).toThrow(/too large: 1233 bytes/)
    expect(() => parseTransaction(new Uint8Array())).toThrow(/end early/)
  })

  it('refuses bytes cut off or added', () => {
    const message = new TransactionMessage({
      payerKey: payer,
      recentBlockhash: payer.toBase58(),
      instructions: [],
    })
    const wire = new VersionedTransaction(message.compileToV0Message()).serialize()
    expect(parseTransaction(wire).staticKeys).toEqual([payer.toBase58()])
    for (let end = 0; end < wire.length; end++) {
      expect(() => parseTransaction(wire.subarray(0, end))).toThrow(MalformedTransactionError)
    }
    expect(() => parseTransaction(new Uint8Array([...wire, 0]))).toThrow(/1 bytes left/)
  })
})
