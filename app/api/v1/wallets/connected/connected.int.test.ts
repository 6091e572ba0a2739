import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as signInChallenge } from '@/app/api/v1/auth/wallet/route'
import { POST as submitOrder } from '@/app/api/v1/orders/[id]/signature/route'
import { DELETE as unlink } from '@/app/api/v1/wallets/connected/[id]/route'
import { POST as challenge } from '@/app/api/v1/wallets/connected/challenge/route'
import { POST as link } from '@/app/api/v1/wallets/connected/route'
import { POST as submit } from '@/app/api/v1/wallets/deposits/[id]/signature/route'
import { POST as deposit } from '@/app/api/v1/wallets/deposits/route'
import { POST as cancel } from '@/app/api/v1/wallets/operations/[id]/cancel/route'
import { GET as wallets } from '@/app/api/v1/wallets/route'
import { ownWallet, signText, signTransaction, startWalletWorld, type Who } from '../wallet-routes.fixture'

let world: Awaited<ReturnType<typeof startWalletWorld>>
const wallet = ownWallet()
beforeAll(async () => {
  world = await startWalletWorld()
  await world.sandbox.control('POST', '/airdrop', { wallet: wallet.address, sol: 1, usdc: 1_000 })
})
afterAll(() => world?.close())

const challenged = async (as: Who = 'demo', address = wallet.address) => {
  const asked = await world.ask(challenge, 'POST', '/wallets/connected/challenge', { body: { address }, as })
  expect(asked.status).toBe(200)
  return asked.body as unknown as { nonce: string; message: string }
}
const linkWith = async (as: Who, of = wallet, message?: string) => {
  const asked = await challenged(as, of.address)
  const body = { nonce: asked.nonce, signature: signText(of.privateKey, message ?? asked.message) }
  const send = () => world.ask(link, 'POST', '/wallets/connected', { body, as })
  return { answer: await send(), send }
}
const linked = async () =>
  (
    (await world.ask(wallets, 'GET', '/wallets')).body.wallets as {
      id: string
      kind: string
      address: string
    }[]
  ).find((one) => one.address === wallet.address)

describe('linking a wallet', () => {
  it('takes its signature under our message once, says what is signed, and shows the wallet', async () => {
    expect((await challenged()).message).toMatch(
      /^127\.0\.0\.1:3000 wants you to sign in with your Solana account:\n.*\n\nLink this wallet.*moves no money/,
    )
    const { answer, send } = await linkWith('demo')
    expect(answer).toMatchObject({ status: 201, body: { address: wallet.address } })
    expect(await send()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(await linked()).toMatchObject({ kind: 'CONNECTED' })
    expect((await linkWith('demo')).answer.status).toBe(201)
  })

  it('takes no other text and no wallet of somebody else', async () => {
    expect((await linkWith('demo', ownWallet(), 'something else')).answer.status).toBe(401)
    expect((await linkWith('admin')).answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  it.each([
    [{ nonce: 'short', signature: 'A'.repeat(86) + '==' }, 'nonce'],
    [{ nonce: 'a'.repeat(32), signature: 'none' }, 'signature'],
  ])('names the wrong field of %o', async (body, field) => {
    const answer = await world.ask(link, 'POST', '/wallets/connected', { body })
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map((error) => error.field)).toEqual([field])
  })

  it('gives no message for a host that is not ours', async () => {
    const headers = { host: 'evil.example' }
    const body = { address: wallet.address }
    for (const [route, path] of [
      [signInChallenge, '/auth/wallet'],
      [challenge, '/wallets/connected/challenge'],
    ] as const)
      expect(await world.ask(route, 'POST', path, { body, headers })).toMatchObject({ status: 403 })
  })
})

describe('depositing', () => {
  const ask = (body: object, headers: Record<string, string> = world.key(), as: Who = 'demo') =>
    world.ask(deposit, 'POST', '/wallets/deposits', { body, headers, as })
  const asked = (change: object = {}) => ({ wallet: wallet.address, asset: 'USDC', amount: '5', ...change })
  const hand = (id: string, signedTransaction: string, as: Who = 'demo') =>
    world.ask(submit, 'POST', `/wallets/deposits/${id}/signature`, {
      body: { signedTransaction },
      params: { id },
      as,
    })

  it('builds one transaction for a key and takes it back signed, once', async () => {
    const headers = world.key()
    const [first, again] = await Promise.all([ask(asked(), headers), ask(asked(), headers)])
    expect([first.status, again.status]).toEqual([201, 201])
    const { id, transaction } = first.body.operation
    expect(again.body.operation.id).toBe(id)
    expect(await ask(asked({ amount: '6' }), headers)).toMatchObject({ status: 409 })
    expect(await hand(id, transaction!)).toMatchObject({ status: 400, body: { code: 'validation' } })
    const signed = signTransaction(wallet.privateKey, transaction!)
    expect(await hand(id, signed, 'admin')).toMatchObject({ status: 404 })
    const taken = await hand(id, signed)
    expect(taken).toMatchObject({ status: 202, body: { operation: { status: 'SIGNED' } } })
    expect((await hand(id, signed)).body.operation).toMatchObject({ id, status: 'SIGNED' })
    expect(await world.ask(cancel, 'POST', '/cancel', { params: { id } })).toMatchObject({ status: 400 })
  })

  it('can be left unsigned', async () => {
    const { id, transaction } = (await ask(asked())).body.operation
    expect((await world.ask(cancel, 'POST', '/cancel', { params: { id } })).body.operation.status).toBe(
      'CANCELLED',
    )
    expect(await hand(id, signTransaction(wallet.privateKey, transaction!))).toMatchObject({ status: 400 })
  })

  it.each([
    ['a wallet that is not linked', { wallet: ownWallet().address }, 400, 'validation'],
    ['a token other than SOL and USDC', { asset: 'BONK' }, 422, 'token.unknown'],
    ['more than the wallet has', { amount: '1001' }, 422, 'risk.insufficient_balance'],
    ['nothing', { amount: 0 }, 400, 'validation'],
  ])('refuses %s', async (_, change, status, code) =>
    expect(await ask(asked(change))).toMatchObject({ status, body: { code } }),
  )

  it("refuses somebody else's wallet, a missing key and a page without the CSRF token", async () => {
    expect(await ask(asked(), world.key(), 'admin')).toMatchObject({ status: 400 })
    expect(await ask(asked(), {})).toMatchObject({ status: 400, body: { code: 'validation' } })
    expect(await ask(asked(), { ...world.key(), ...world.cookie('demo') })).toMatchObject({ status: 403 })
  })
})

describe('signing an order', () => {
  it('names a body that is no transaction, and knows no order of nobody', async () => {
    const id = crypto.randomUUID()
    const hand = (signedTransaction: string) =>
      world.ask(submitOrder, 'POST', `/orders/${id}/signature`, {
        body: { signedTransaction },
        params: { id },
      })
    expect((await hand('no')).body.errors.map((error) => error.field)).toEqual(['signedTransaction'])
    expect(await hand('A'.repeat(100))).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('unlinking', () => {
  it('is for its owner, once', async () => {
    const { id } = (await linked())!
    const remove = (as: Who) =>
      world.ask(unlink, 'DELETE', `/wallets/connected/${id}`, { params: { id }, as })
    expect((await remove('admin')).status).toBe(404)
    expect(await remove('demo')).toMatchObject({ status: 200, body: { removed: true } })
    expect((await remove('demo')).status).toBe(404)
    expect(await linked()).toBeUndefined()
  })
})
