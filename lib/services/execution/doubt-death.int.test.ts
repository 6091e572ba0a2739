import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AttemptRow, type NewAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import { findJob } from '@/lib/db/job-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { judgeDeath } from './doubt-death'
import type { ExecutionDeps } from './execution-deps'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterEach(() => store.clear())
afterAll(() => store.close())

const NOW = Date.now()
const SIGNED_AT = new Date(NOW - 90_000)
const MINUTE_MS = 60_000

const attemptOf = (orderId: string, change: Partial<NewAttempt> = {}): NewAttempt => ({
  id: randomUUID(),
  orderId,
  venue: 'jupiter',
  status: 'SENT',
  signature: randomUUID(),
  transaction: new Uint8Array([1]),
  blockhash: 'blockhash',
  lastValidBlockHeight: 100n,
  inputRaw: 100n,
  quotedOutRaw: 1_000n,
  minOutRaw: 900n,
  slippageBps: 50,
  venueReference: null,
  quote: {},
  signedAt: SIGNED_AT,
  ...change,
})

const NODES = ['one', 'two']
type Holding = bigint | 'silent' | Error

/** What the nodes hold of the token, one after the other, and how the attempt of a working order ends by that. */
const judge = async (orderId: string, holdings: Holding[], { afterMs = 0, slot = 10n } = {}) => {
  const job = (await findJob(store.db, orderId))!
  const asked: string[] = []
  const deps = {
    db: store.db,
    now: () => new Date(NOW + afterMs),
    logger: { warn: () => {} },
    live: { publish: () => {} },
    readMarket: async () => new Map(),
    chain: {
      finalizedHolding: async (node: string) => {
        asked.push(node)
        const holding = holdings[NODES.indexOf(node)]!
        if (holding === 'silent') return new Promise(() => {})
        if (holding instanceof Error) throw holding
        return { slot, amountRaw: holding }
      },
    },
  } as unknown as ExecutionDeps
  const death = await judgeDeath(deps, job, attemptOf(orderId) as AttemptRow, NODES)
  expect(asked).toEqual(NODES)
  return death
}

const newBuy = () => store.order({ side: 'BUY', status: 'WORKING', inputRaw: 100n })
const newSell = async () => {
  const positionId = await store.position({ status: 'CLOSING', exitSeq: 1, amountRaw: 100n })
  return store.order({ side: 'SELL', status: 'WORKING', positionId, exitSeq: 1, inputRaw: 100n })
}
const doubtsOf = async (orderId: string) =>
  store.db.execute<{ detail: string }>(
    `select detail from order_events where order_id = '${orderId}' and step = 'doubted'`,
  )

describe('the death of a transaction', () => {
  it('is certain where nothing moved', async () => {
    expect(await judge(await newBuy(), [0n, 0n])).toBe('certain')
    const sell = await newSell()
    expect(await judge(sell, [100n, 100n])).toBe('certain')
    expect(await doubtsOf(sell)).toEqual([])
  })

  it('of a buy is doubtful while one node holds what it was to bring, and told once', async () => {
    const id = await newBuy()
    expect(await judge(id, [0n, 950n])).toBe('doubtful')
    expect(await judge(id, [950n, 950n], { afterMs: 4 * MINUTE_MS })).toBe('doubtful')
    expect(await doubtsOf(id)).toHaveLength(1)
    expect(await judge(id, [950n, 950n], { afterMs: 6 * MINUTE_MS })).toBe('unclear')
  })

  it('of a sell is doubtful while two nodes lack what it was to take, dust left aside', async () => {
    const id = await newSell()
    expect(await judge(id, [1n, 1n])).toBe('doubtful')
    expect(await judge(id, [0n, 0n], { afterMs: 0.9 * MINUTE_MS })).toBe('doubtful')
    expect(await judge(id, [0n, new Error('busy')], { afterMs: 0.9 * MINUTE_MS })).toBe('doubtful')
    expect(await judge(id, [0n, 0n], { afterMs: 1.1 * MINUTE_MS })).toBe('unclear')
  })

  it('of a sell is not held up by one node that is wrong', async () => {
    expect(await judge(await newSell(), [0n, 100n])).toBe('certain')
  })

  it('holds up a buy where too few tell, for a while, but no sell', async () => {
    expect(await judge(await newSell(), [100n, new Error('busy')])).toBe('certain')
    const id = await newBuy()
    expect(await judge(id, [0n, 'silent'])).toBe('doubtful')
    expect((await doubtsOf(id))[0]!.detail).toContain('too few')
    expect(await judge(id, [0n, new Error('busy')], { afterMs: 6 * MINUTE_MS })).toBe('unclear')
  })

  it('counts what a transaction of the other side may hide', async () => {
    const sell = await newSell()
    const buy = await newBuy()
    expect(await judge(buy, [450n, 450n])).toBe('certain')
    expect(await judge(sell, [90n, 90n])).toBe('certain')
    await store.db.transaction((tx) => storeAttempt(tx, attemptOf(sell)))
    expect(await judge(buy, [450n, 450n])).toBe('doubtful')
    await store.db.transaction((tx) => storeAttempt(tx, attemptOf(buy, { quotedOutRaw: 60n })))
    expect(await judge(sell, [90n, 90n])).toBe('doubtful')
  })

  it('waits for nodes that do not know the last fill yet', async () => {
    const id = await newSell()
    const { positionId } = (await findJob(store.db, id))!.order
    await store.db.execute(
      `insert into trades (id, order_id, position_id, side, signature, slot, token_raw, quote_raw, fee_lamports, price_usd, venue, executed_at)
       values ('${randomUUID()}', '${id}', '${positionId}', 'BUY', 'filled', 11, 100, 100, 0, 1, 'jupiter', now())`,
    )
    expect(await judge(id, [100n, 100n], { slot: 10n })).toBe('doubtful')
    expect(await judge(id, [100n, 100n], { slot: 11n })).toBe('certain')
  })
})
