import {
  NATIVE_MINT,
  TOKEN_2022_PROGRAM_ID,
  createAssociatedTokenAccountIdempotentInstruction,
  createCloseAccountInstruction,
  createSyncNativeInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token'
import {
  ComputeBudgetProgram,
  type MessageV0,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as ours from './instructions'
import { unsignedTransaction } from './unsigned-transaction'

const KEYS = Array.from({ length: 12 }, (_, n) => new PublicKey(new Uint8Array(32).fill(n + 1)))
const [USER, OTHER] = KEYS as [PublicKey, PublicKey]

const asOurs = ({ programId, keys, data }: TransactionInstruction): ours.Instruction => ({
  programId: programId.toBase58(),
  accounts: keys.map((key) => ({ ...key, pubkey: key.pubkey.toBase58() })),
  data: new Uint8Array(data),
})

const key = fc.constantFrom(...KEYS)
const instruction = fc
  .record({
    programId: key,
    keys: fc.array(fc.record({ pubkey: key, isSigner: fc.boolean(), isWritable: fc.boolean() })),
    data: fc.uint8Array({ maxLength: 150 }).map((bytes) => Buffer.from(bytes)),
  })
  .map((fields) => new TransactionInstruction(fields))

describe('an unsigned transaction', () => {
  it('has the bytes that web3.js compiles, in both forms', () => {
    fc.assert(
      fc.property(
        fc.array(instruction, { maxLength: 4 }),
        key,
        fc.boolean(),
        (instructions, payer, legacy) => {
          const blockhash = OTHER.toBase58()
          const theirs = new TransactionMessage({ payerKey: payer, recentBlockhash: blockhash, instructions })
          const message = legacy ? theirs.compileToLegacyMessage() : theirs.compileToV0Message()
          const parts = { payer: payer.toBase58(), blockhash, instructions: instructions.map(asOurs), legacy }
          const built = unsignedTransaction(parts)
          expect(Buffer.from(built.message).equals(message.serialize())).toBe(true)
          const wire = new VersionedTransaction(message as MessageV0).serialize()
          expect(Buffer.from(built.wire).equals(wire)).toBe(true)
        },
      ),
    )
  })
})

describe('instructions', () => {
  const [user, other] = [USER.toBase58(), OTHER.toBase58()]
  const mint = NATIVE_MINT.toBase58()
  const program = TOKEN_2022_PROGRAM_ID.toBase58()
  const same = (built: ours.Instruction, theirs: TransactionInstruction) =>
    expect({ ...built, data: new Uint8Array(built.data) }).toEqual(asOurs(theirs))

  it('are those of the libraries', () => {
    const open = createAssociatedTokenAccountIdempotentInstruction
    same(
      ours.openAssociated(user, other, mint, program),
      open(USER, OTHER, USER, NATIVE_MINT, TOKEN_2022_PROGRAM_ID),
    )
    const lamports = 2n ** 40n + 7n
    const transfer = SystemProgram.transfer({ fromPubkey: USER, toPubkey: OTHER, lamports })
    same(ours.transferLamports(user, other, lamports), transfer)
    same(ours.syncNative(other), createSyncNativeInstruction(OTHER))
    same(ours.closeAccount(other, user), createCloseAccountInstruction(OTHER, USER, USER))
    same(ours.computeUnitLimit(1_400_000), ComputeBudgetProgram.setComputeUnitLimit({ units: 1_400_000 }))
    const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 123_456_789_012 })
    same(ours.computeUnitPrice(123_456_789_012), price)
  })

  it('name the same associated accounts, also when asked again', () => {
    const theirs = getAssociatedTokenAddressSync(NATIVE_MINT, OTHER, true, TOKEN_2022_PROGRAM_ID).toBase58()
    for (let asked = 0; asked < 2; asked++) {
      expect(ours.associatedAccount(other, mint, program)).toBe(theirs)
    }
  })
})
