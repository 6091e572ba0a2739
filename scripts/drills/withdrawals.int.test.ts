import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findOperation, leavingByOperations, listOperationRows } from '@/lib/db/wallet-operation-repository'
import { walletByAddress } from '@/lib/db/wallet-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { toRawFloor } from '@/lib/domain/money/units'
import { holdingsMatchPositions, openBonk } from './positions-in-drills'
import { type Ledger, openTradingWorld, type TradingWorld, USDC } from './trading-world'
import { freshAddress, walletOf } from './wallets-in-drills'
import { patient } from './until'

/** A blockhash must die, and more than once. */
const LONG = { timeout: patient(120_000) }

describe('withdrawals', () => {
  let world: TradingWorld
  let wallet: ReturnType<typeof walletOf>
  let to: string
  const ledgerOf = (address: string) => world.control<Ledger>('GET', `/ledger/${address}`)
  const usdcOf = async (address: string) =>
    (await ledgerOf(address)).tokens.find((token) => token.mint === USDC)?.amountRaw ?? '0'
  /** Hides what lands until it is called off. */
  const hidden = async () => {
    const { id } = (await world.fault('chain', 'hide_status', { value: 600_000 })) as { id: string }
    return () => world.control('DELETE', `/faults/${id}`)
  }
  /** Until so many lives of a blockhash are over since a slot. */
  const livesPass = (lives: bigint, since: bigint) =>
    world.until('slots pass', async () => (await world.parts.rpc.slot()) > since + lives * 150n, 60_000)
  const refusal = (code: string) => expect.objectContaining({ code })

  beforeAll(async () => {
    world = await openTradingWorld()
    wallet = walletOf(world)
    to = await freshAddress(world)
    await wallet.book(to)
    await world.until('SOL is priced', async () => {
      await world.parts.feed.watch(['So11111111111111111111111111111111111111112'])
      return world.parts.feed.latest('So11111111111111111111111111111111111111112')
    })
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))
  afterEach(() => world.stopTrading())

  it('waits for a worker, can be called back until one takes it, and gives its money free again', async () => {
    const before = (await wallet.balances()).find((held) => held.symbol === 'USDC')!.free
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: 100, address: to })
    const reserved = (await wallet.balances()).find((held) => held.symbol === 'USDC')!.free
    expect(Number(before) - Number(reserved)).toBe(100)
    expect(await wallet.cancel(id)).toMatchObject({ status: 'CANCELLED' })
    await expect(wallet.cancel(id)).rejects.toEqual(refusal('validation'))
    expect((await wallet.balances()).find((held) => held.symbol === 'USDC')!.free).toBe(before)
  })

  it('reserves: an entry cannot spend what a withdrawal has taken, whatever comes first', async () => {
    const rich = walletOf(world, '100000')
    const { id } = await rich.withdraw({ asset: 'USDC', amount: 9_900, address: to })
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 200 })
    expect((await world.order(orderId)).denial?.code).toBe('risk.insufficient_balance')
    await rich.cancel(id)

    const { orderId: taken } = await world.placeBuy({ token: 'BONK', amountUsd: 400 })
    await expect(rich.withdraw({ asset: 'USDC', amount: 9_601, address: to })).rejects.toEqual(
      refusal('risk.insufficient_balance'),
    )
    const both = await Promise.allSettled(
      Array.from({ length: 6 }, () => rich.withdraw({ asset: 'USDC', amount: 4_800, address: to })),
    )
    const accepted = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
    expect(accepted).toHaveLength(2)
    for (const one of accepted) await rich.cancel(one)
    const worker = await world.startTrading()
    await world.finished(taken)
    await worker.stop()
  })

  it.each([
    [
      'an address that is not in the book',
      async () => ({ address: await freshAddress(world) }),
      'withdrawal.address_unknown',
    ],
    ['more than the day allows', async () => ({ amount: 1_001 }), 'withdrawal.daily_cap'],
    ['more than is there', async () => ({ asset: 'SOL', amount: 9.999 }), 'risk.insufficient_balance'],
    [
      'the SOL that pays for exits',
      async () => ({ asset: 'SOL', amount: '9.995' }),
      'risk.insufficient_balance',
    ],
    ['a token by its symbol', async () => ({ asset: 'BONK', amount: 1 }), 'token.unknown'],
    ['its own address', async () => ({ address: world.user.wallet }), 'validation'],
    ['less than a base unit', async () => ({ amount: '0.0000001' }), 'validation'],
  ])('refuses %s', async (_, change, code) => {
    const asked = { asset: 'USDC', amount: 10, address: to, ...(await change()) }
    await expect(wallet.withdraw(asked)).rejects.toEqual(refusal(code))
  })

  it('a new address waits a day, the first one too', async () => {
    const young = await freshAddress(world)
    await wallet.book(young, 86_000_000)
    await expect(wallet.withdraw({ asset: 'USDC', amount: 1, address: young })).rejects.toEqual(
      expect.objectContaining({
        code: 'withdrawal.address_waiting',
        extra: { usableAt: expect.any(String) },
      }),
    )
  })

  it('never takes what a position holds', async () => {
    const worker = await world.startTrading()
    const { position, order } = await openBonk(world)
    await world.until('the trade has settled', async () =>
      wallet.withdraw({ asset: order.token.mint, amount: 1, address: to }).then(
        () => false,
        (error: { message: string }) => error.message.includes('and 0 is free'),
      ),
    )
    await world.placeSell(position.id)
    await world.until('it is sold', async () => (await world.position(position.id)).status === 'CLOSED')
    await worker.stop()
  })

  it('pays USDC and SOL once each, with books, ledger and reconciliation agreeing', async () => {
    const worker = await world.startTrading()
    const key = randomUUID()
    const before = await usdcOf(world.user.wallet)
    const asked = { asset: 'USDC', amount: '12.345678', address: to }
    const [first, again] = await Promise.all([wallet.withdraw(asked, key), wallet.withdraw(asked, key)])
    expect(again.id).toBe(first.id)
    const done = await wallet.finishedOperation(first.id)
    expect(done, done.detail).toMatchObject({ status: 'CONFIRMED', amountRaw: '12345678' })
    expect(BigInt(before) - BigInt(await usdcOf(world.user.wallet))).toBe(12_345_678n)
    expect(await usdcOf(to)).toBe('12345678')

    const sol = await wallet.withdraw({ asset: 'SOL', amount: 0.5, address: to })
    expect((await wallet.finishedOperation(sol.id)).status).toBe('CONFIRMED')
    expect((await ledgerOf(to)).lamports).toBe('500000000')
    const rows = await listOperationRows(world.db, {
      userId: world.user.userId,
      kinds: ['WITHDRAWAL'],
      limit: 100,
    })
    const told = rows.filter((row) => row.status === 'CONFIRMED')
    const ours = await world.ledger()
    for (const { signature } of told)
      expect(ours.transactions.filter((entry) => entry.signature === signature)).toHaveLength(1)
    expect(told).toHaveLength(2)
    await holdingsMatchPositions(world)
    await worker.stop()
  })

  it('survives a crash between storing and sending: the same bytes, once', async () => {
    let dead = false
    const dying = await world.startTrading((deps) => ({
      ...deps,
      sender: { send: () => ((dead = true), Promise.reject(new Error('crashed before sending'))) },
    }))
    const before = await usdcOf(to)
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: 3, address: to })
    await world.until('it is stored, unsent', async () => dead)
    const stored = (await wallet.operation(id)).signature
    await dying.stop()
    const worker = await world.startTrading()
    expect(await wallet.finishedOperation(id)).toMatchObject({ status: 'CONFIRMED', signature: stored })
    expect(BigInt(await usdcOf(to)) - BigInt(before)).toBe(3_000_000n)
    await worker.stop()
  })

  it('follows one whose status is hidden to its end, and never pays twice', async () => {
    const worker = await world.startTrading()
    await world.fault('chain', 'hide_status', { value: 3_000 })
    const before = await usdcOf(to)
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: 4, address: to })
    expect((await wallet.finishedOperation(id, 40_000)).status).toBe('CONFIRMED')
    expect(BigInt(await usdcOf(to)) - BigInt(before)).toBe(4_000_000n)
    await worker.stop()
  })

  /** By what its wallet holds; at first, too few nodes may tell. */
  const doubted = async (id: string) => {
    const seen = async () => {
      const row = (await findOperation(world.db, id))!
      return (row.detail.includes('looks as if it had landed') || row.resolvedAt) && row
    }
    const row = await world.until('it is doubted', seen, 60_000)
    expect(row, row.detail).toMatchObject({ status: 'UNKNOWN', doubtedAt: expect.any(Date) })
    return row
  }
  const reserved = async () => {
    const { wallet: address } = world.user
    const { id } = (await walletByAddress(world.db, address))!
    return (await leavingByOperations(world.db, [id], new Date(Date.now() + 60_000))).get(id)!
  }

  it.each([
    ['USDC', 6, '6000000'],
    ['SOL', 0.25, '250000000'],
  ])(
    'F01: %s that no node knows, long after its death is proven, was paid once',
    LONG,
    async (asset, amount, raw) => {
      const worker = await world.startTrading()
      const heldBy = async (address: string) =>
        asset === 'SOL' ? (await ledgerOf(address)).lamports : await usdcOf(address)
      const show = await hidden()
      const [before, since] = [await heldBy(to), await world.parts.rpc.slot()]
      const { id } = await wallet.withdraw({ asset, amount, address: to })
      const row = await doubted(id)
      expect(BigInt(await heldBy(to)) - BigInt(before)).toBe(BigInt(raw))
      const { lamports, tokens } = await reserved()
      expect([lamports, tokens.get(USDC)]).toContain(BigInt(raw))
      await livesPass(2n, since)
      expect(await wallet.operation(id)).toMatchObject({ status: 'UNKNOWN', resolvedAt: null })
      await show()
      const done = await wallet.finishedOperation(id, 60_000)
      expect(done, done.detail).toMatchObject({ status: 'CONFIRMED', signature: row.signature })
      expect(BigInt(await heldBy(to)) - BigInt(before)).toBe(BigInt(raw))
      expect(await reserved()).toEqual({ lamports: 0n, tokens: new Map() })
      await worker.stop()
    },
  )

  it('F01: a sale that brings as much as left, and a restart, hide no withdrawal', LONG, async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    const worth = decimal(position.valueUsd!).toFixed(2)
    // Of this one only; five lives of a blockhash.
    await world.fault('chain', 'hide_status', { value: 5 * 150 * world.sandbox.slotMs, count: 1 })
    const before = await usdcOf(to)
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: worth, address: to })
    const paid = () => usdcOf(to).then((now) => BigInt(now) - BigInt(before))
    await world.until('it has landed', async () => (await paid()) > 0n)
    await world.finished((await world.placeSell(position.id)).orderId)
    const { doubtedAt, signature } = await doubted(id)
    await worker.stop()
    const next = await world.startTrading()
    await livesPass(1n, await world.parts.rpc.slot())
    expect((await wallet.operation(id)).detail).toContain('Do not ask again')
    const done = await wallet.finishedOperation(id, 60_000)
    expect(done, done.detail).toMatchObject({ status: 'CONFIRMED', signature })
    expect((await findOperation(world.db, id))!.doubtedAt).toEqual(doubtedAt)
    expect(await paid()).toBe(toRawFloor(decimal(worth), 6))
    await next.stop()
  })

  it('ends as EXPIRED when the network drops it, provably, and frees the money', async () => {
    const worker = await world.startTrading()
    await world.fault('chain', 'drop_transactions')
    const before = await usdcOf(world.user.wallet)
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: 5, address: to })
    const done = await wallet.finishedOperation(id, 60_000)
    expect(done).toMatchObject({ status: 'EXPIRED', detail: expect.stringContaining('Nothing moved') })
    expect(await usdcOf(world.user.wallet)).toBe(before)
    expect(await reserved()).toEqual({ lamports: 0n, tokens: new Map() })
    await worker.stop()
  })

  it('ends as dead although its wallet buys and sells for as much meanwhile', async () => {
    const worker = await world.startTrading((deps) => ({
      ...deps,
      // Swaps go to the venue besides.
      sender: { send: async () => ({ accepted: 1, errors: [] }) },
    }))
    const before = await usdcOf(to)
    const { id } = await wallet.withdraw({ asset: 'USDC', amount: 100, address: to })
    await world.until('it is out', async () => (await wallet.operation(id)).status !== 'RECEIVED')
    const { order, position } = await openBonk(world)
    await world.finished((await world.placeSell(position.id)).orderId)
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
    const kept = await world.finished(orderId)
    expect([order.status, kept.status]).toEqual(['FILLED', 'FILLED'])
    const done = await wallet.finishedOperation(id, 60_000)
    expect(done).toMatchObject({ status: 'EXPIRED', detail: expect.stringContaining('Nothing moved') })
    expect(await usdcOf(to)).toBe(before)
    expect(await reserved()).toEqual({ lamports: 0n, tokens: new Map() })
    await worker.stop()
  })
})
