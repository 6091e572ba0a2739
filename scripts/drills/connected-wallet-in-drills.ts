import { randomUUID } from 'node:crypto'
import { Keypair, VersionedTransaction } from '@solana/web3.js'
import { walletSignatures } from '@/lib/adapters/solana-transactions/wallet-signatures'
import { privateKeyFromSeed, signBytes } from '@/lib/adapters/vault-signer/ed25519'
import { insertConnectedWallet } from '@/lib/db/wallet-repository'
import { cancelOrder } from '@/lib/services/orders/cancel-order'
import { submitSignature } from '@/lib/services/orders/submit-signature'
import { requestDeposit } from '@/lib/services/wallets/request-deposit'
import { submitDeposit } from '@/lib/services/wallets/submit-deposit'
import type { TradingWorld } from './trading-world'
import { walletOf } from './wallets-in-drills'

/** A wallet whose key only the test holds, linked to the world's user and funded. */
export const connectWallet = async (world: TradingWorld) => {
  const keypair = Keypair.generate()
  const address = keypair.publicKey.toBase58()
  const { ctx } = walletOf(world)
  await insertConnectedWallet(world.db, {
    id: randomUUID(),
    userId: ctx.userId,
    address,
    createdAt: new Date(),
  })
  await world.control('POST', '/airdrop', { wallet: address, sol: 1, usdc: 1_000 })
  const deps = {
    db: world.db,
    chain: world.parts.rpc,
    transfers: world.parts.createExecution(world.vaultKey).transfers,
    signatures: walletSignatures,
    enqueue: world.enqueue,
    onEnqueueFailed: () => {},
    readMarket: world.parts.readMarket,
    live: { publish: () => {} },
  }
  const sign = (base64: string): Uint8Array => {
    const transaction = VersionedTransaction.deserialize(Buffer.from(base64, 'base64'))
    transaction.sign([keypair])
    return transaction.serialize()
  }
  const asked = (orderId: string) =>
    world.until('a signature is asked for', async () => {
      const order = await world.order(orderId)
      return order.status === 'AWAITING_SIGNATURE' && order.signatureRequest
    })
  return {
    address,
    ctx,
    deps,
    sign,
    signText: (text: string) =>
      signBytes(privateKeyFromSeed(keypair.secretKey.slice(0, 32)), Buffer.from(text, 'utf8')),
    asked,
    submit: (orderId: string, signed: Uint8Array) => submitSignature(deps, ctx, orderId, signed),
    signAndSubmit: async (orderId: string) =>
      submitSignature(deps, ctx, orderId, sign((await asked(orderId)).transaction)),
    decline: (orderId: string) => cancelOrder(deps, ctx, orderId),
    deposit: (input: { asset: string; amount: string }) =>
      requestDeposit(deps, ctx, { wallet: address, ...input }, { key: randomUUID(), bodyHash: 'deposit' }),
    submitDeposit: (id: string, signed: Uint8Array) => submitDeposit(deps, ctx, id, signed),
  }
}

export type ConnectedWallet = Awaited<ReturnType<typeof connectWallet>>
