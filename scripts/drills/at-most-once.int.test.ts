import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lastAttempt, liveAttempt } from '@/lib/db/attempt-repository'
import { bookFill } from '@/lib/services/execution/book-fill'
import { executeOrder } from '@/lib/services/execution/execute-order'
import { findJob } from '@/lib/db/job-repository'
import { booksMatchLedger, holdingsMatchPositions, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

/** A blockhash lives 150 slots; finality is 32 behind. */
const lifeMs = (world: TradingWorld) => 150 * world.sandbox.slotMs

describe('at most once', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(() => world.control('DELETE', '/faults'))

  const buyBonk = () => world.placeBuy({ token: 'BONK', amountUsd: 100 })
  const bought = async () => (await world.positions()).length

  it('F30: twenty calls with one Idempotency-Key make one order', async () => {
    const before = await bought()
    const key = crypto.randomUUID()
    const orders = await Promise.all(
      Array.from({ length: 20 }, () => world.placeBuy({ token: 'BONK', amountUsd: 100 }, key)),
    )
    expect(new Set(orders.map((order) => order.orderId)).size).toBe(1)
    await world.finished(orders[0]!.orderId)
    expect(await bought()).toBe(before + 1)
    await holdingsMatchPositions(world)
  })

  it('the same key with another body is a conflict and changes nothing', async () => {
    const key = crypto.randomUUID()
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 10 }, key)
    await expect(world.placeBuy({ token: 'BONK', amountUsd: 11 }, key)).rejects.toMatchObject({
      code: 'idempotency.conflict',
    })
    await world.finished(orderId)
  })

  it('F01: a landed transaction whose status stays hidden past its expiry is bought once', async () => {
    const before = await bought()
    await world.fault('chain', 'hide_status', { value: lifeMs(world) + 1_000, forMs: 2_000 })
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId, 40_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
    expect(await bought()).toBe(before + 1)
    await booksMatchLedger(world, order.positionId!)
  })

  it('F01: nodes that know nothing of what landed, long after its death is proven, are outvoted by the wallet', async () => {
    const before = await bought()
    const hidden = { value: 2 * lifeMs(world), forMs: 2_000 }
    await world.fault('chain', 'hide_status', hidden)
    const { orderId } = await buyBonk()
    const buy = await world.finished(orderId, 40_000)
    expect(buy).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    expect(buy.timeline.filter(({ step }) => step === 'doubted')).toHaveLength(1)
    expect(await bought()).toBe(before + 1)
    await booksMatchLedger(world, buy.positionId!)

    await world.fault('chain', 'hide_status', hidden)
    const sold = await world.placeSell(buy.positionId!)
    const sell = await world.finished(sold.orderId, 40_000)
    expect(sell).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
    expect(sell.timeline.map(({ step }) => step)).toContain('doubted')
    await booksMatchLedger(world, buy.positionId!)
    await holdingsMatchPositions(world)
  })

  it('F04: a transaction that lands late is waited for', async () => {
    await world.fault('chain', 'drop_transactions', { forMs: lifeMs(world) / 2 })
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId, 20_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
  })

  it('F05: the first sends are lost; the same bytes go out again and land', async () => {
    await world.fault('chain', 'drop_transactions', { count: 3 })
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
  })

  it('an entry that never lands ends as EXPIRED, spends nothing and is not repeated', async () => {
    const before = await world.ledger()
    await world.fault('chain', 'drop_transactions', { forMs: 120_000 })
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId, 40_000)
    expect(order.status).toBe('EXPIRED')
    expect(order.positionId).toBeNull()
    expect((await world.ledger()).tokens).toEqual(before.tokens)
  })

  it('the venue answers 504 after it has broadcast: one position', async () => {
    const before = await bought()
    await world.fault('jupiter', 'error_after_effect', { path: '/swap/v2/execute', count: 1 })
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId)
    expect(order.status).toBe('FILLED')
    expect(await bought()).toBe(before + 1)
    await holdingsMatchPositions(world)
  })

  it('no venue answers: rejected with the reason, nothing signed', async () => {
    await world.fault('jupiter', 'down')
    const { orderId } = await buyBonk()
    const order = await world.finished(orderId, 30_000)
    expect(order.status).toBe('REJECTED')
    expect(order.attempts).toHaveLength(0)
  })

  it('a token whose pool cannot be read is not bought: its stop could not be watched', async () => {
    await world.fault('geckoterminal', 'down')
    const { orderId } = await world.placeBuy({ token: 'ORCA', amountUsd: 20 })
    const order = await world.finished(orderId, 40_000)
    expect(order.status).toBe('REJECTED')
    expect(order.attempts).toHaveLength(0)
    expect(order.timeline.at(-1)?.detail).toContain('its stop could not be watched')
  })

  it('F11: everything that happened to a closed position, told again, changes nothing', async () => {
    const { order, position } = await openBonk(world)
    const sell = await world.placeSell(position.id)
    await world.finished(sell.orderId)
    const seen = async () => {
      const { status, amountRaw, costRaw, proceedsRaw, feesLamports } = await world.position(position.id)
      return { status, amountRaw, costRaw, proceedsRaw, feesLamports, ledger: await world.ledger() }
    }
    const before = await seen()
    const execution = { ...world.parts.createExecution(world.vaultKey), onPositionChanged: () => {} }
    const signal = new AbortController().signal
    for (const id of [order.id, sell.orderId, order.id, sell.orderId]) {
      await world.enqueue('execute-order', { orderId: id }, 'entry')
      await executeOrder(execution, id, signal)
    }
    await expect(world.placeSell(position.id)).rejects.toThrow('already closed')
    expect(await seen()).toEqual(before)
  })

  it('F11: a fill told twice is booked once', async () => {
    const { order, position } = await openBonk(world)
    const job = (await findJob(world.db, order.id))!
    expect(await liveAttempt(world.db, order.id)).toBeNull()
    const changes = (await world.parts.rpc.walletChanges(order.attempts[0]!.signature, job.wallet.address))!
    const execution = { ...world.parts.createExecution(new Uint8Array(32)), onPositionChanged: () => {} }
    const attempt = (await lastAttempt(world.db, order.id))!
    expect(await bookFill(execution, job, attempt, changes)).toBeNull()
    expect(await world.position(position.id)).toMatchObject({
      amountRaw: position.amountRaw,
      costRaw: position.costRaw,
    })
  })
})
