import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginExit } from './begin-exit'
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
