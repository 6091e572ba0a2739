import {
  Keypair,
  PublicKey,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { expect, it } from 'vitest'
import { whereItFits } from './swap-instructions'

const payerKey = Keypair.generate().publicKey
const recentBlockhash = Keypair.generate().publicKey.toBase58()

/** A real transaction of so many bytes: its instruction's data fills what accounts leave. */
const ofLength = (bytes: number): Uint8Array => {
  const withData = (length: number) => {
    const programId = new PublicKey('JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4')
    const instruction = new TransactionInstruction({ programId, keys: [], data: Buffer.alloc(length) })
    const message = new TransactionMessage({ payerKey, recentBlockhash, instructions: [instruction] })
    return new VersionedTransaction(message.compileToV0Message()).serialize()
  }
  return withData(1_000 + bytes - withData(1_000).length)
}

it('fits into a packet with 1,232 bytes and not with more, although web3.js writes up to 1,297', () => {
  for (const length of [1_231, 1_232, 1_233, 1_296]) {
    const transaction = ofLength(length)
    expect(transaction).toHaveLength(length)
    expect(whereItFits(() => transaction)).toBe(length <= 1_232 ? transaction : null)
  }
  expect(whereItFits(() => ofLength(1_400))).toBeNull()
})

it('hides no other error', () => {
  const broken = () => {
    throw new TypeError('no address')
  }
  expect(() => whereItFits(broken)).toThrow('no address')
})
