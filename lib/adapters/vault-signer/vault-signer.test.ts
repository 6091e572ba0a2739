import { randomBytes } from 'node:crypto'
import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import bs58 from 'bs58'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, privateKeyFromSeed, signBytes } from './ed25519'
import { sealSecret } from './envelope'
import { createVaultSigner, SigningRefusedError, type StoredSecret } from './vault-signer'
import { createWalletMaker } from './wallet-maker'

const masterKey = randomBytes(32)
const blockhash = bs58.encode(Buffer.alloc(32, 9))

const unsigned = (payer: PublicKey): VersionedTransaction =>
  new VersionedTransaction(
    new TransactionMessage({
      payerKey: payer,
      recentBlockhash: blockhash,
      instructions: [SystemProgram.transfer({ fromPubkey: payer, toPubkey: payer, lamports: 1 })],
    }).compileToV0Message(),
  )

const signerFor = (stored: StoredSecret | null) =>
  createVaultSigner({ masterKey, loadSecret: async (id) => (id === 'w1' ? stored : null) })

const storedFor = (keypair: Keypair, userId = 1): StoredSecret => {
  const owner = { userId, address: keypair.publicKey.toBase58() }
  return { ...owner, ...sealSecret(masterKey, owner, keypair.secretKey.subarray(0, 32)) }
}

describe('vault signer', () => {
  it('signs exactly as web3.js would', async () => {
    const keypair = Keypair.generate()
    const address = keypair.publicKey.toBase58()
    const reference = unsigned(keypair.publicKey)
    reference.sign([keypair])
    const { signed, signature } = await signerFor(storedFor(keypair)).sign(
      { id: 'w1', address },
      unsigned(keypair.publicKey).serialize(),
    )
    expect(Buffer.from(signed)).toEqual(Buffer.from(reference.serialize()))
    expect(signature).toBe(bs58.encode(reference.signatures[0]!))
  })

  it('makes the signatures and addresses of every other Ed25519 implementation', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const reference = Keypair.fromSeed(seed)
        const key = privateKeyFromSeed(seed)
        expect(addressOf(key)).toBe(reference.publicKey.toBase58())
        const transaction = unsigned(reference.publicKey)
        transaction.sign([reference])
        expect(signBytes(key, transaction.message.serialize())).toEqual(transaction.signatures[0])
      }),
      { numRuns: 30 },
    )
  })

  it('signs with a wallet it made', async () => {
    const made = await createWalletMaker({ masterKey }).create({ userId: 3 })
    const transaction = unsigned(new PublicKey(made.address))
    const { signed } = await signerFor({ ...made, userId: 3 }).sign(
      { id: 'w1', address: made.address },
      transaction.serialize(),
    )
    expect(VersionedTransaction.deserialize(signed).signatures[0]).not.toEqual(transaction.signatures[0])
    expect(Object.keys(made).sort()).toEqual(['address', 'masterKeyId', 'sealedSecret', 'wrappedDataKey'])
  })

  it('refuses a transaction that another account pays', async () => {
    const keypair = Keypair.generate()
    await expect(
      signerFor(storedFor(keypair)).sign(
        { id: 'w1', address: keypair.publicKey.toBase58() },
        unsigned(Keypair.generate().publicKey).serialize(),
      ),
    ).rejects.toThrow(SigningRefusedError)
  })

  it('refuses without a key, with the key of another address, and with bytes that are no transaction', async () => {
    const [keypair, other] = [Keypair.generate(), Keypair.generate()]
    const wallet = { id: 'w1', address: keypair.publicKey.toBase58() }
    const bytes = unsigned(keypair.publicKey).serialize()
    await expect(signerFor(null).sign(wallet, bytes)).rejects.toThrow(/no key/)
    await expect(signerFor(storedFor(other)).sign(wallet, bytes)).rejects.toThrow(/belongs to/)
    const owner = { userId: 1, address: wallet.address }
    const swapped = { ...owner, ...sealSecret(masterKey, owner, other.secretKey.subarray(0, 32)) }
    await expect(signerFor(swapped).sign(wallet, bytes)).rejects.toThrow(/signs for/)
    await expect(signerFor(storedFor(keypair)).sign(wallet, new Uint8Array([1, 2, 3]))).rejects.toThrow()
  })
})
