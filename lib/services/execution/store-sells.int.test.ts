import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { liveAttempt, type NewAttempt, settleAttempt } from '@/lib/db/attempt-repository'
import { findJob } from '@/lib/db/job-repository'
import { lockOrder } from '@/lib/db/order-repository'
import { holdScopes, lockScope, writeScope } from '@/lib/db/trading-state-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { storeSell } from './store-sells'
import { storeWhileAllowed } from './store-while-allowed'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterEach(() => store.clear())
afterAll(() => store.close())

const newSell = async (): Promise<string> => {
  const positionId = await store.position({ status: 'CLOSING', exitSeq: 1 })
  return store.order({ side: 'SELL', positionId, exitSeq: 1, inputRaw: 100n })
}

const signed = (orderId: string, change: Partial<NewAttempt> = {}): NewAttempt => ({
  id: randomUUID(),
  orderId,
  venue: 'jupiter',
  status: 'SIGNED',
  signature: randomUUID(),
  transaction: new Uint8Array([1]),
  blockhash: 'blockhash',
  lastValidBlockHeight: 100n,
  inputRaw: 100n,
  quotedOutRaw: 10n,
  minOutRaw: 9n,
  slippageBps: 50,
  venueReference: null,
  quote: {},
  signedAt: new Date(),
  ...change,
})

/** The states of the trader exist, as they do after the first sell. */
const knownStates = () => store.db.transaction((tx) => holdScopes(tx, store.userId, new Date()))
const storeAll = (rows: readonly NewAttempt[]) =>
  Promise.all(rows.map((row) => storeSell(store.db, { userId: store.userId, row, now: new Date() })))

const freeze = async (tx: Parameters<typeof lockScope>[0]) => {
  const scope = await lockScope(tx, store.userId, new Date())
  const until = new Date(Date.now() + 60_000)
  await writeScope(tx, store.userId, { ...scope, state: 'FROZEN', until, previous: scope })
}

/** Runs `work` while another transaction holds what `hold` takes. */
const whileHeld = async <T>(
  hold: (tx: Parameters<typeof lockOrder>[0]) => Promise<unknown>,
  work: () => Promise<T>,
) => {
  let release = () => {}
  let taken = () => {}
  const isTaken = new Promise<void>((resolve) => (taken = resolve))
  const holder = store.db.transaction(async (tx) => {
    await hold(tx)
    taken()
    await new Promise<void>((resolve) => (release = resolve))
  })
  await Promise.race([isTaken, holder])
  try {
    return await work()
  } finally {
    release()
    await holder
  }
}

describe('sells stored together', () => {
  it('stores each with its line in the timeline, numbered within its order', async () => {
    await knownStates()
    const orders = await Promise.all([newSell(), newSell(), newSell()])
    const rows = orders.map((id) => signed(id))
    expect((await storeAll(rows)).map(({ kind }) => kind)).toEqual(['stored', 'stored', 'stored'])
    for (const [place, id] of orders.entries())
      expect(await liveAttempt(store.db, id)).toMatchObject({ id: rows[place]!.id, seq: 1 })

    const failed = { status: 'FAILED', slot: 1n, feeLamports: 5_000n, error: 'slippage' } as const
    await settleAttempt(store.db, rows[0]!.id, failed, new Date())
    expect(await storeAll([signed(orders[0]!)])).toMatchObject([{ attempt: { seq: 2 } }])
  })

  it('stores one attempt of an order, whoever else made one at the same time', async () => {
    await knownStates()
    const id = await newSell()
    const answers = await storeAll([signed(id), signed(id), signed(id)])
    expect(answers.filter((answer) => answer.kind === 'stored' && answer.attempt)).toHaveLength(1)
    expect(answers.every(({ kind }) => kind === 'stored')).toBe(true)
    expect(await storeAll([signed(id)])).toEqual([{ kind: 'stored', attempt: null }])
  })

  it('throws away what was signed for an order that was cut down or has ended', async () => {
    await knownStates()
    const [smaller, ended, sound] = await Promise.all([newSell(), newSell(), newSell()])
    await store.db.execute(`update orders set input_raw = 99 where id = '${smaller}'`)
    await store.db.execute(`update orders set status = 'CANCELLED' where id = '${ended}'`)
    const answers = await storeAll([signed(smaller), signed(ended), signed(sound)])
    expect(answers).toMatchObject([{ attempt: null }, { attempt: null }, { attempt: { orderId: sound } }])
  })

  it('stores nothing while the trading state forbids it', async () => {
    const id = await newSell()
    await knownStates()
    await store.db.transaction(freeze)
    expect(await storeAll([signed(id)])).toEqual([{ kind: 'halted' }])
    expect(await liveAttempt(store.db, id)).toBeNull()
  })

  it('waits for nobody: what is just being changed is left to itself, the others are stored', async () => {
    await knownStates()
    const [held, free] = await Promise.all([newSell(), newSell()])
    const answers = await whileHeld(
      (tx) => lockOrder(tx, held),
      () => storeAll([signed(held), signed(free)]),
    )
    expect(answers).toMatchObject([{ kind: 'busy' }, { kind: 'stored', attempt: { orderId: free } }])
    const changing = await whileHeld(
      (tx) => lockScope(tx, store.userId, new Date()),
      () => storeAll([signed(held)]),
    )
    expect(changing).toEqual([{ kind: 'busy' }])
  })

  it('by itself it waits for the change, and obeys it', async () => {
    const id = await newSell()
    await knownStates()
    const order = (await findJob(store.db, id))!.order
    const deps = { db: store.db, now: () => new Date(), readMarket: () => null! }
    let stored: Promise<unknown> = Promise.resolve()
    await whileHeld(freeze, async () => {
      stored = storeWhileAllowed(deps, order, signed(id))
      // It has met the lock by now, or will meet the new state: it is not stored either way.
      await liveAttempt(store.db, id)
    })
    expect(await stored).toEqual({ kind: 'halted' })
    expect(await liveAttempt(store.db, id)).toBeNull()
  })

  it('stores the others where the database refuses one', async () => {
    await knownStates()
    const [odd, sound] = await Promise.all([newSell(), newSell()])
    const deps = { db: store.db, now: () => new Date(), readMarket: () => null! }
    const storeOne = async (id: string, change: Partial<NewAttempt> = {}) =>
      storeWhileAllowed(deps, (await findJob(store.db, id))!.order, signed(id, change))
    const [refused, stored] = await Promise.allSettled([
      storeOne(odd, { lastValidBlockHeight: 2n ** 70n }),
      storeOne(sound),
    ])
    expect(refused.status).toBe('rejected')
    expect(stored).toMatchObject({ status: 'fulfilled', value: { attempt: { orderId: sound } } })
  })

  it('makes the states of a trader who never had any', async () => {
    const id = await newSell()
    const order = (await findJob(store.db, id))!.order
    const deps = { db: store.db, now: () => new Date(), readMarket: () => null! }
    expect(await storeAll([signed(id)])).toEqual([{ kind: 'busy' }])
    expect(await storeWhileAllowed(deps, order, signed(id))).toMatchObject({ attempt: { orderId: id } })
  })
})
