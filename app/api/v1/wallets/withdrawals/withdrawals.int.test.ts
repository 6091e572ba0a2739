import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DELETE as removeAddress } from '@/app/api/v1/wallets/addresses/[id]/route'
import { GET as listAddresses, POST as addAddress } from '@/app/api/v1/wallets/addresses/route'
import { POST as cancel } from '@/app/api/v1/wallets/operations/[id]/cancel/route'
import { GET as operation } from '@/app/api/v1/wallets/operations/[id]/route'
import { GET as operations } from '@/app/api/v1/wallets/operations/route'
import { GET as wallets } from '@/app/api/v1/wallets/route'
import { GET as listWithdrawals, POST as withdraw } from '@/app/api/v1/wallets/withdrawals/route'
import { auditLog } from '@/drizzle/schema'
import { ownWallet, startWalletWorld } from '../wallet-routes.fixture'

let world: Awaited<ReturnType<typeof startWalletWorld>>
let to: string
beforeAll(async () => {
  world = await startWalletWorld()
  to = ownWallet().address
  await world.book(to)
})
afterAll(() => world?.close())

const send = (body: object, headers: Record<string, string> = world.key(), as: 'demo' | 'admin' = 'demo') =>
  world.ask(withdraw, 'POST', '/wallets/withdrawals', { body, headers, as })
const asked = (change: object = {}) => ({ asset: 'USDC', amount: '5', address: to, ...change })
const at = (id: string) => ({ params: { id } })

describe('wallets', () => {
  it('shows what is held, what of it may leave, and the limits of the day', async () => {
    const { status, body } = await world.ask(wallets, 'GET', '/wallets')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      wallets: [
        {
          kind: 'TRADING',
          balances: expect.arrayContaining([
            expect.objectContaining({
              symbol: 'USDC',
              amount: '10000',
              free: '10000',
              valueUsd: '10000',
            }),
          ]),
        },
      ],
      withdrawals: { dailyLimitUsd: '100', waitHours: '24' },
    })
  })
})

describe('withdrawing', () => {
  it('is accepted once for a key, whatever is repeated, and can be called back', async () => {
    const headers = world.key()
    const answers = await Promise.all([
      send(asked(), headers),
      send(asked(), headers),
      send(asked(), headers),
    ])
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    const [first] = answers
    const { id } = first!.body.operation
    expect(new Set(answers.map(({ body }) => body.operation.id))).toEqual(new Set([id]))
    expect(first!.headers.get('location')).toBe(`/api/v1/wallets/operations/${id}`)
    expect(first!.body.operation).toMatchObject({ status: 'RECEIVED', kind: 'WITHDRAWAL', to, amount: '5' })
    expect(await send(asked({ amount: '6' }), headers)).toMatchObject({
      status: 409,
      body: { code: 'idempotency.conflict', operationId: id },
    })
    const accepted = (await world.web.db.select().from(auditLog)).filter(
      (row) => row.action === 'withdrawal.accepted' && row.subject === id,
    )
    expect(accepted).toHaveLength(1)
    expect(
      (await world.ask(cancel, 'POST', `/wallets/operations/${id}/cancel`, at(id))).body.operation,
    ).toMatchObject({
      status: 'CANCELLED',
    })
    expect(await world.ask(cancel, 'POST', `/wallets/operations/${id}/cancel`, at(id))).toMatchObject({
      status: 400,
      body: { code: 'validation' },
    })
  })

  it.each([
    ['no amount', { amount: undefined }, 'amount'],
    ['nothing', { amount: 0 }, 'amount'],
    ['a negative amount', { amount: '-1' }, 'amount'],
    ['a word for an amount', { amount: 'all' }, 'amount'],
    ['no address', { address: undefined }, 'address'],
    ['something that is no address', { address: 'my wallet' }, 'address'],
    ['no asset', { asset: '' }, 'asset'],
    ['a field that is not known', { memo: 'hi' }, 'memo'],
  ])('names the field of %s', async (_, change, field) => {
    const { status, body } = await send(asked(change))
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'validation' })
    expect(body.errors.map((error) => error.field)).toContain(field)
  })

  it.each([
    ['more than the day allows', { amount: '101' }, 422, 'withdrawal.daily_cap'],
    ['more than is held', { asset: 'SOL', amount: '11' }, 422, 'risk.insufficient_balance'],
    ['a token by its symbol', { asset: 'BONK' }, 422, 'token.unknown'],
    ['to an address nobody booked', { address: ownWallet().address }, 422, 'withdrawal.address_unknown'],
  ])('refuses %s', async (_, change, status, code) =>
    expect(await send(asked(change))).toMatchObject({ status, body: { code } }),
  )

  it('needs a key, a token, and from a browser the CSRF token too', async () => {
    expect(await send(asked(), {})).toMatchObject({ status: 400, body: { code: 'validation' } })
    expect(await send(asked(), { ...world.key(), authorization: '' })).toMatchObject({ status: 401 })
    const browser = { ...world.key(), ...world.cookie('demo') }
    expect(await send(asked(), browser)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const right = await send(asked({ amount: '1' }), { ...browser, 'x-csrf-token': 'token' })
    expect(right.status).toBe(202)
    expect(right.headers.get('ratelimit-limit')).toBe('900')
    const back = await world.ask(cancel, 'POST', '/cancel', at(right.body.operation.id))
    expect(back.headers.get('ratelimit-limit')).toBe('60')
  })

  it('shows and cancels nothing of somebody else', async () => {
    const { id } = (await send(asked())).body.operation
    for (const [route, method] of [
      [operation, 'GET'],
      [cancel, 'POST'],
    ] as const)
      expect(
        await world.ask(route, method, `/wallets/operations/${id}`, { ...at(id), as: 'admin' }),
      ).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
    for (const route of [operations, listWithdrawals])
      expect((await world.ask(route, 'GET', '/wallets/operations', { as: 'admin' })).body.operations).toEqual(
        [],
      )
    expect((await world.ask(operation, 'GET', `/wallets/operations/${id}`, at(id))).body.operation.id).toBe(
      id,
    )
    expect((await send(asked(), world.key(), 'admin')).body.code).toBe('withdrawal.address_unknown')
  })

  it('lists page by page, newest first', async () => {
    const page = async (query: string) =>
      (await world.ask(operations, 'GET', `/wallets/operations?${query}`)).body
    const all = (await page('limit=50')).operations.map(({ id }) => id)
    const first = await page('limit=1')
    const rest = await page(`limit=50&cursor=${encodeURIComponent(String(first.nextCursor))}`)
    expect([...first.operations, ...rest.operations].map(({ id }) => id)).toEqual(all)
    expect((await page('limit=0')).code).toBe('validation')
  })
})

describe('the address book', () => {
  const add = (body: object, headers: Record<string, string> = {}, as: 'demo' | 'admin' = 'demo') =>
    world.ask(addAddress, 'POST', '/wallets/addresses', { body, headers, as })

  it('keeps an address once, from when it may be used, and for its owner only', async () => {
    const { address } = ownWallet()
    const [first, again] = [await add({ address, label: 'cold' }), await add({ address, label: 'other' })]
    expect(first.status).toBe(201)
    expect(again.body.address).toEqual(first.body.address)
    const { id, usableAt } = first.body.address
    expect(Date.parse(usableAt) - Date.now()).toBeGreaterThan(86_000_000)
    expect(await send(asked({ address }))).toMatchObject({
      status: 422,
      body: { code: 'withdrawal.address_waiting', usableAt },
    })
    expect(
      (await world.ask(listAddresses, 'GET', '/wallets/addresses', { as: 'admin' })).body.addresses,
    ).toEqual([])
    const remove = (as: 'demo' | 'admin') =>
      world.ask(removeAddress, 'DELETE', `/wallets/addresses/${id}`, { ...at(id), as })
    expect((await remove('admin')).status).toBe(404)
    expect(await remove('demo')).toMatchObject({ status: 200, body: { removed: true } })
    expect((await remove('demo')).status).toBe(404)
  })

  it.each([
    ['no name', { address: ownWallet().address }, 'label'],
    ['no address', { label: 'cold' }, 'address'],
    ['a mistyped address', { address: '0OIl', label: 'cold' }, 'address'],
  ])('names the field of %s', async (_, body, field) => {
    const answer = await add(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map((error) => error.field)).toEqual([field])
  })

  it('takes a token account for no wallet', async () => {
    const { body } = await world.ask(wallets, 'GET', '/wallets')
    const mint = (body.wallets as { balances: { mint: string | null }[] }[])[0]!.balances.find(
      (one) => one.mint,
    )!.mint!
    const answer = await add({ address: mint, label: 'a mint' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation' } })
    expect(answer.body.detail).toMatch(/^address: /)
  })

  it('is not changed by another page with the cookie', async () => {
    const { address } = ownWallet()
    expect((await add({ address, label: 'mine' }, world.cookie('demo'))).status).toBe(403)
  })
})
