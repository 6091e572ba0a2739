import { randomUUID } from 'node:crypto'
import { Keypair, VersionedTransaction } from '@solana/web3.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { traderPresence } from '@/drizzle/schema'
import { insertLock, removeLockRow } from '@/lib/db/lock-repository'
import { markPresent } from '@/lib/db/presence-repository'
import { signatureRequestsOf } from '@/lib/db/signature-request-repository'
import { tradingWallet } from '@/lib/db/wallet-repository'
import { createWalletChallenge, spendWalletChallenge } from '@/lib/services/auth/wallet-challenge'
import { signInWithWallet } from '@/lib/services/auth/sign-in-with-wallet'
import { listOrders } from '@/lib/services/orders/list-orders'
import { linkWallet } from '@/lib/services/wallets/link-wallet'
import { type ConnectedWallet, connectWallet } from './connected-wallet-in-drills'
import { type Ledger, openTradingWorld, type TradingWorld, USDC } from './trading-world'
import { walletOf } from './wallets-in-drills'

describe('connected wallets', () => {
  let world: TradingWorld
  let wallet: ConnectedWallet
  const ledgerOf = (address: string) => world.control<Ledger>('GET', `/ledger/${address}`)
  const buy = () => world.placeBuy({ token: 'BONK', amountUsd: 100, wallet: wallet.address })
  const bought = async () => {
    const { orderId } = await buy()
    await wallet.signAndSubmit(orderId)
    const order = await world.finished(orderId)
    expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
    await world.until('the pool is priced', async () => world.parts.feed.latest(order.token.mint)?.pool)
    return { order, position: await world.position(order.positionId!) }
  }
  const sellOf = (positionId: string) =>
    world.until('a sell asks for a signature', async () => {
      const rows = await world.db.query.orders.findMany()
      const row = rows.find(
        (one) => one.positionId === positionId && one.side === 'SELL' && one.status === 'AWAITING_SIGNATURE',
      )
      return row && world.order(row.id)
    })

  beforeAll(async () => {
    world = await openTradingWorld()
    wallet = await connectWallet(world)
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  it('buys with the wallet itself: built and checked here, signed there, sent and tracked here', async () => {
    const { order, position } = await bought()
    expect(order.timeline.map((event) => event.step)).toEqual(
      expect.arrayContaining(['awaiting_signature', 'signed', 'sent', 'filled']),
    )
    const own = (await ledgerOf(wallet.address)).transactions.find(
      (entry) => entry.signature === order.attempts[0]!.signature,
    )
    expect(own).toMatchObject({ err: null, signers: [wallet.address] })
    expect(position).toMatchObject({ status: 'OPEN', takeProfitPct: '20', stopLossPct: '10' })
    const sold = await world.placeSell(position.id)
    await wallet.signAndSubmit(sold.orderId)
    expect((await world.finished(sold.orderId)).status).toBe('FILLED')
  })

  it('takes nothing but the asked bytes with the right signature, and the same ones only once', async () => {
    const { orderId } = await buy()
    const request = await wallet.asked(orderId)
    const unsigned = Buffer.from(request.transaction, 'base64')
    const foreign = VersionedTransaction.deserialize(unsigned)
    foreign.signatures = [Keypair.generate().secretKey]
    const changed = VersionedTransaction.deserialize(wallet.sign(request.transaction))
    changed.message.recentBlockhash = Keypair.generate().publicKey.toBase58()
    for (const wire of [unsigned, foreign.serialize(), changed.serialize(), new Uint8Array(100)])
      await expect(wallet.submit(orderId, wire)).rejects.toEqual(
        expect.objectContaining({ code: 'validation' }),
      )
    const signed = wallet.sign(request.transaction)
    await Promise.all([wallet.submit(orderId, signed), wallet.submit(orderId, signed)])
    const order = await world.finished(orderId)
    expect(order).toMatchObject({ status: 'FILLED' })
    expect(order.attempts).toHaveLength(1)
    const { orderId: sell } = await world.placeSell(order.positionId!)
    await wallet.signAndSubmit(sell)
    await world.finished(sell)
  })

  it('sends no purchase that a lock forbids by the time it is signed; once it is lifted the same bytes go', async () => {
    const { orderId } = await buy()
    const signed = wallet.sign((await wallet.asked(orderId)).transaction)
    const lock = {
      id: randomUUID(),
      userId: world.user.userId,
      kind: 'STOPLOSS_GUARD' as const,
      reason: 'Four positions were stopped out.',
      evidence: 'drill',
      until: new Date(Date.now() + 60_000),
      createdAt: new Date(),
    }
    await insertLock(world.db, lock)
    await expect(wallet.submit(orderId, signed)).rejects.toMatchObject({ code: 'risk.locked' })
    expect(await world.order(orderId)).toMatchObject({ status: 'AWAITING_SIGNATURE', attempts: [] })
    await removeLockRow(world.db, lock.id, { kind: 'user' }, new Date())
    await wallet.submit(orderId, signed)
    const order = await world.finished(orderId)
    expect(order.status).toBe('FILLED')
    const { orderId: sell } = await world.placeSell(order.positionId!)
    await wallet.signAndSubmit(sell)
    await world.finished(sell)
  })

  // Within a second where the machine has room for it; how fast it is, is no question to a machine that tests.
  it('turns an exit that fires into a sell that waits for the signature', async () => {
    const { position } = await bought()
    await world.price('BONK', { changePct: 25 })
    const sell = await sellOf(position.id)
    expect(sell).toMatchObject({ reason: 'TAKE_PROFIT', signatureRequest: { wallet: wallet.address } })
    await wallet.signAndSubmit(sell.id)
    const closed = await world.until('it is sold', async () => {
      const now = await world.position(position.id)
      return now.status === 'CLOSED' && now
    })
    expect(closed).toMatchObject({ exitReason: 'TAKE_PROFIT', amountRaw: '0' })
    await world.price('BONK', { changePct: -20 })
  })

  it('builds an exit anew when nobody signs, gives a sell back when it is declined', async () => {
    const { position } = await bought()
    const { orderId } = await world.placeSell(position.id)
    const first = await wallet.asked(orderId)
    await markPresent(world.db, wallet.ctx.userId)
    const second = await world.until(
      'it is built anew',
      async () => {
        const now = (await world.order(orderId)).signatureRequest
        return now && now.builtAt !== first.builtAt && now
      },
      30_000,
    )
    expect(second.transaction).not.toBe(first.transaction)
    await wallet.asked(orderId)
    await wallet.decline(orderId)
    expect(await world.position(position.id)).toMatchObject({ status: 'OPEN' })
    const again = await world.placeSell(position.id)
    await wallet.signAndSubmit(again.orderId)
    expect((await world.finished(again.orderId)).status).toBe('FILLED')
  })

  it('builds no exit for a trader who is not there, and one at once when they are back', async () => {
    const { position } = await bought()
    await world.db.delete(traderPresence)
    await world.price('BONK', { changePct: 25 })
    const sell = await sellOf(position.id)
    const offered = async () => (await world.order(sell.id)).signatureRequest
    await world.until(
      'what nobody signed is offered no more',
      async () => {
        const { status, signatureRequest } = await world.order(sell.id)
        return status === 'AWAITING_SIGNATURE' && !signatureRequest
      },
      60_000,
    )
    const built = async () => (await signatureRequestsOf(world.db, sell.id)).length
    const before = await built()
    const { orders } = await listOrders({ db: world.db }, wallet.ctx, {
      status: ['AWAITING_SIGNATURE'],
      limit: 10,
    })
    expect(orders.map(({ id }) => id)).toContain(sell.id)
    await world.until('it is built anew', offered)
    expect(await built()).toBe(before + 1)
    await wallet.signAndSubmit(sell.id)
    expect((await world.finished(sell.id)).status).toBe('FILLED')
    await world.price('BONK', { changePct: -20 })
  })

  it('an entry that nobody signs ends, and its money was never touched', async () => {
    const usdc = async () =>
      (await ledgerOf(wallet.address)).tokens.find((token) => token.mint === USDC)?.amountRaw
    const before = await usdc()
    const { orderId } = await buy()
    await wallet.asked(orderId)
    expect(await world.finished(orderId, 40_000)).toMatchObject({ status: 'EXPIRED', attempts: [] })
    expect(await usdc()).toBe(before)
  })

  it('deposits in one signed transaction', async () => {
    const { finishedOperation } = walletOf(world)
    const usdc = async () =>
      BigInt((await world.ledger()).tokens.find((token) => token.mint === USDC)?.amountRaw ?? '0')
    const before = await usdc()
    const operation = await wallet.deposit({ asset: 'USDC', amount: '25.5' })
    expect(operation).toMatchObject({ status: 'AWAITING_SIGNATURE', to: world.user.wallet })
    const other = await wallet.deposit({ asset: 'SOL', amount: '0.1' }).catch((error: unknown) => error)
    await expect(
      wallet.submitDeposit(operation.id, wallet.sign((other as typeof operation).transaction!)),
    ).rejects.toEqual(expect.objectContaining({ code: 'validation' }))
    await wallet.submitDeposit(operation.id, wallet.sign(operation.transaction!))
    expect((await finishedOperation(operation.id)).status).toBe('CONFIRMED')
    expect((await usdc()) - before).toBe(25_500_000n)
  })

  describe('signing in', () => {
    const domain = '127.0.0.1:3000'
    const deps = () => ({ db: world.db, signatures: wallet.deps.signatures, now: () => new Date() })
    const ask = (purpose: { purpose: 'SIGN_IN'; userId: null } | { purpose: 'LINK'; userId: number }) =>
      createWalletChallenge(deps(), { ...purpose, address: wallet.address, domain, secure: false })
    const signIn = { purpose: 'SIGN_IN', userId: null } as const
    const refused = expect.objectContaining({ code: 'unauthenticated' })

    it('takes a message once, on its own host, in time, for its purpose, from its wallet', async () => {
      const { nonce, message } = await ask(signIn)
      expect(message).toContain(
        `${domain} wants you to sign in with your Solana account:\n${wallet.address}\n`,
      )
      const signature = wallet.signText(message)
      const given = { ...signIn, nonce, signature, domain }
      const answers = await Promise.allSettled([
        spendWalletChallenge(deps(), given),
        spendWalletChallenge(deps(), given),
      ])
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)

      const wrong: [Partial<typeof given>, () => Date][] = [
        [{ domain: 'evil.example' }, () => new Date()],
        [{ signature: new Uint8Array(64) }, () => new Date()],
        [{ nonce: 'f'.repeat(32) }, () => new Date()],
        [{}, () => new Date(Date.now() + 6 * 60_000)],
      ]
      for (const [change, now] of wrong) {
        const next = await ask(signIn)
        const right = { ...signIn, nonce: next.nonce, signature: wallet.signText(next.message), domain }
        await expect(spendWalletChallenge({ ...deps(), now }, { ...right, ...change })).rejects.toEqual(
          refused,
        )
      }
      const link = await ask({ purpose: 'LINK', userId: wallet.ctx.userId })
      await expect(
        spendWalletChallenge(deps(), {
          ...signIn,
          nonce: link.nonce,
          signature: wallet.signText(link.message),
          domain,
        }),
      ).rejects.toEqual(refused)
    })

    const enter = async (
      of: ConnectedWallet | { address: string; signText: (text: string) => Uint8Array },
      signUpOpen: boolean,
    ) => {
      const { nonce, message } = await createWalletChallenge(deps(), {
        ...signIn,
        address: of.address,
        domain,
        secure: false,
      })
      return signInWithWallet(
        {
          ...deps(),
          throttle: { attempt: async () => {}, succeeded: async () => {} },
          secondFactorKey: Buffer.alloc(32) as never,
          signUpOpen,
          newId: randomUUID,
          pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        },
        { nonce, signature: of.signText(message), domain, clientAddress: '127.0.0.1' },
      )
    }

    it('leads a linked wallet to its account, an unknown one to one of its own only where sign-up is open', async () => {
      expect((await enter(wallet, false)).id).toBe(wallet.ctx.userId)
      const stranger = await connectStranger()
      await expect(enter(stranger, false)).rejects.toEqual(expect.objectContaining({ code: 'forbidden' }))
      const user = await enter(stranger, true)
      expect(user).toMatchObject({ email: null, isAdmin: false })
      expect(await tradingWallet(world.db, user.id)).not.toBeNull()
      expect((await enter(stranger, false)).id).toBe(user.id)
      const link = await createWalletChallenge(deps(), {
        purpose: 'LINK',
        userId: wallet.ctx.userId,
        address: stranger.address,
        domain,
        secure: false,
      })
      await expect(
        linkWallet({ ...deps(), waitMs: 1 }, wallet.ctx, {
          nonce: link.nonce,
          signature: stranger.signText(link.message),
          domain,
        }),
      ).rejects.toEqual(expect.objectContaining({ code: 'forbidden' }))
    })

    const connectStranger = async () => {
      const { privateKeyFromSeed, signBytes } = await import('@/lib/adapters/vault-signer/ed25519')
      const keypair = Keypair.generate()
      const key = privateKeyFromSeed(keypair.secretKey.slice(0, 32))
      return {
        address: keypair.publicKey.toBase58(),
        signText: (text: string) => signBytes(key, Buffer.from(text, 'utf8')),
      }
    }
  })
})
