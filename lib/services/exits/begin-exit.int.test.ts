import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockPosition } from '@/lib/db/position-repository'
import { beginExit, beginPlainExit } from './begin-exit'
import { triggerExit } from './trigger-exit'
import type { ExitShare } from './planned-exit'
import { openStore, type Store } from './stored-position.fixture'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const begin = (positionId: string, share: ExitShare) =>
  store.db.transaction((tx) =>
    beginExit(tx, store.ctx, { positionId, reason: 'LADDER', share, because: 'It rose.' }),
  )

it('takes each step of a ladder once, whoever still sees the one before', async () => {
  const id = await store.position()
  const answers = await Promise.all([1, 2, 3].map(() => begin(id, { step: 0, sellPct: '25' })))
  expect(answers.filter(({ kind }) => kind === 'begun')).toHaveLength(1)
  expect(await store.positionRow(id)).toMatchObject({ status: 'CLOSING', ladderDone: 1, exitSeq: 1 })

  // Its sale is booked, and a worker that has not read that yet asks for the same step.
  const sold = await store.position({ amountRaw: 75n, ladderDone: 1, exitSeq: 1 })
  expect(await begin(sold, { step: 0, sellPct: '25' })).toMatchObject({ kind: 'refused' })
  expect(await begin(sold, { step: 1, sellPct: '25' })).toMatchObject({ kind: 'begun' })
})

it('passes over a step of less than a base unit, so that the next one is reached', async () => {
  const id = await store.position({ amountRaw: 3n, boughtRaw: 3n })
  expect(await begin(id, { step: 0, sellPct: '25' })).toMatchObject({
    kind: 'refused',
    why: 'nothing_to_sell',
  })
  expect(await store.positionRow(id)).toMatchObject({ status: 'OPEN', ladderDone: 1, exitSeq: 0 })
  expect(await begin(id, { step: 1, sellPct: '40' })).toMatchObject({ kind: 'begun' })
})

describe('plain exits begun together', () => {
  const plain = (positionId: string, share: ExitShare = { percent: '100' }) =>
    beginPlainExit(store.db, {
      ctx: store.ctx,
      request: { positionId, reason: 'STOP_LOSS', share, because: 'It fell.' },
    })

  it('begins each once, with its order', async () => {
    const ids = await Promise.all([store.position(), store.position(), store.position()])
    const answers = await Promise.all([...ids, ...ids].map((id) => plain(id)))
    expect(answers.slice(0, 3).map((answer) => answer?.kind)).toEqual(['begun', 'begun', 'begun'])
    expect(answers.slice(3)).toEqual([null, null, null])
    for (const id of ids) {
      expect(await store.positionRow(id)).toMatchObject({ status: 'CLOSING', exitSeq: 1 })
      expect((await store.orderRows()).filter(({ positionId }) => positionId === id)).toMatchObject([
        { side: 'SELL', status: 'RECEIVED', inputRaw: 100n, exitSeq: 1, reason: 'STOP_LOSS' },
      ])
    }
  })

  it('leaves every other case to the one door', async () => {
    const closing = await store.position({ status: 'CLOSING' })
    const closed = await store.position({ status: 'CLOSED', amountRaw: 0n })
    const emptyStep = await store.position({ boughtRaw: 1n, amountRaw: 1n })
    const takenStep = await store.position({ ladderDone: 1 })
    const open = await store.position()
    const answers = await Promise.all([
      plain(closing),
      plain(closed),
      plain(emptyStep, { step: 0, sellPct: '25' }),
      plain(takenStep, { step: 0, sellPct: '25' }),
      plain(randomUUID()),
      plain(open),
    ])
    expect(answers.map((answer) => answer?.kind ?? null)).toEqual([null, null, null, null, null, 'begun'])
    expect(await store.positionRow(emptyStep)).toMatchObject({ status: 'OPEN', ladderDone: 0 })
  })

  it('waits for nobody who holds a position', async () => {
    const [held, free] = await Promise.all([store.position(), store.position()])
    await store.db.transaction(async (tx) => {
      await lockPosition(tx, held)
      const answers = await Promise.all([plain(held), plain(free)])
      expect(answers.map((answer) => answer?.kind ?? null)).toEqual([null, 'begun'])
    })
    expect(await plain(held)).toMatchObject({ kind: 'begun' })
  })

  it('begins the others where the database refuses one', async () => {
    const [odd, sound] = await Promise.all([store.position(), store.position()])
    // A sell is at work on a position that says it is open: no rule allows it, an index refuses a second one.
    await store.order({ side: 'SELL', positionId: odd, exitSeq: 7, inputRaw: 1n })
    const deps = { db: store.db, now: store.ctx.now, newId: store.ctx.newId, onEnqueueFailed: () => {} }
    const trigger = (positionId: string) =>
      triggerExit(
        { ...deps, enqueue: async () => {} },
        { positionId, userId: store.userId, reason: 'STOP_LOSS', because: 'It fell.' },
      )
    const [refused, begun] = await Promise.allSettled([trigger(odd), trigger(sound)])
    expect(refused.status).toBe('rejected')
    expect(begun).toMatchObject({ status: 'fulfilled', value: { orderId: expect.any(String) } })
    expect(await store.positionRow(odd)).toMatchObject({ status: 'OPEN' })
    expect(await store.positionRow(sound)).toMatchObject({ status: 'CLOSING' })
  })
})
