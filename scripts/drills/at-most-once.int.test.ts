import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lastAttempt, liveAttempt } from '@/lib/db/attempt-repository'
import { bookFill } from '@/lib/services/execution/book-fill'
import { executeOrder } from '@/lib/services/execution/execute-order'
import { findJob } from '@/lib/db/job-repository'
import { booksMatchLedger, holdingsMatchPositions, openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { patient } from './until'

/** A blockhash lives so many slots; finality is 32 behind. Counted, because slots take longer on a busy machine. */
const LIFE_SLOTS = 150n

describe('at most once', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld()
    await world.startTrading()
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.control('DELETE', '/faults')
    // How long what was down rests depends on how often it was asked meanwhile.
    await world.parts.redis.del('circuit:jupiter')
  })

  /** Hides what lands from now on, until it is called off. */
  const hidden = async () => {
    const { id } = (await world.fault('chain', 'hide_status', { value: 600_000 })) as { id: string }
    return () => world.control('DELETE', `/faults/${id}`)
  }
  const isSent = (orderId: string) =>
    world.until('it is sent', async () =>
      (await world.order(orderId)).attempts.some(({ status }) => status === 'SENT'),
    )
  const slotsPass = async (count: bigint) => {
    const from = await world.parts.rpc.slot()
    await world.until('slots pass', async () => (await world.parts.rpc.slot()) > from + count, 40_000)
  }
  const isDoubted = (orderId: string) =>
    world.until(
      'its death is doubted',
      async () => (await world.order(orderId)).timeline.some(({ step }) => step === 'doubted'),
      60_000,
    )

  const buyBonk = () => world.placeBuy({ token: 'BONK', amountUsd: 100 })
  const bought = async () => (await world.positions()).length

  it('F30: twenty calls with one Idempotency-Key make one order', async () => {
    // What is asked once of the vendors is known by then: twenty first questions at once may be too many for a busy one.
    await world.finished((await buyBonk()).orderId)
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
    const show = await hidden()
    const { orderId } = await buyBonk()
    await isSent(orderId)
    await slotsPass(LIFE_SLOTS)
    await show()
    const order = await world.finished(orderId, 40_000)
    expect(order.status).toBe('FILLED')
    expect(order.attempts).toHaveLength(1)
    expect(await bought()).toBe(before + 1)
    await booksMatchLedger(world, order.positionId!)
  })

  it(
    'F01: nodes that know nothing of what landed, long after its death is proven, are outvoted by the wallet',
    { timeout: patient(240_000) },
    async () => {
      const before = await bought()
      const showBuy = await hidden()
      const { orderId } = await buyBonk()
      await isDoubted(orderId)
      await showBuy()
      const buy = await world.finished(orderId, 40_000)
      expect(buy).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
      expect(buy.timeline.filter(({ step }) => step === 'doubted')).toHaveLength(1)
      expect(await bought()).toBe(before + 1)
      await booksMatchLedger(world, buy.positionId!)

      const showSell = await hidden()
      const sold = await world.placeSell(buy.positionId!)
      await isDoubted(sold.orderId)
      await showSell()
      const sell = await world.finished(sold.orderId, 40_000)
      expect(sell).toMatchObject({ status: 'FILLED', attempts: [{ status: 'CONFIRMED' }] })
      await booksMatchLedger(world, buy.positionId!)
      await holdingsMatchPositions(world)
    },
  )

  it('F04: a transaction that lands late is waited for', async () => {
    await world.fault('chain', 'drop_transactions')
    const { orderId } = await buyBonk()
    await isSent(orderId)
    await slotsPass(LIFE_SLOTS / 3n)
    await world.control('DELETE', '/faults')
    const order = await world.finished(orderId)
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
