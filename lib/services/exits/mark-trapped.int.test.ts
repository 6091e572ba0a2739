import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { alerts } from '@/drizzle/schema'
import { findOrder } from '@/lib/db/order-repository'
import { freeTrapped } from './free-trapped'
import { markTrapped } from './mark-trapped'
import { openStore, type Store } from './stored-position.fixture'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const crash = () => {
  throw new Error('killed here')
}

it.each(['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const)(
  'F26: takes a frozen position out of a sell that is %s',
  async (status) => {
    const position = await store.position({ status: 'CLOSING', exitSeq: 1 })
    const sell = await store.order({
      ...{ side: 'SELL', status, positionId: position, exitSeq: 1, takeProfitPct: null, stopLossPct: null },
    })
    const deps = { db: store.db, live: { publish: () => {} }, now: () => new Date(), newId: randomUUID }
    expect(await markTrapped(deps, position, 'Frozen.')).toBe(true)
    expect(await store.positionRow(position)).toMatchObject({ status: 'TRAPPED' })
    expect(await findOrder(store.db, sell)).toMatchObject({ status: 'REJECTED' })
  },
)

it('F26: marks nothing trapped without the warning that tells it', async () => {
  const id = await store.position()
  const deps = { db: store.db, live: { publish: () => {} }, now: () => new Date(), newId: randomUUID }
  // The process dies where the warning is made.
  await expect(markTrapped({ ...deps, newId: crash }, id, 'Frozen.')).rejects.toThrow('killed here')
  expect(await store.positionRow(id)).toMatchObject({ status: 'OPEN', trappedReason: null })
  // What finds it next marks and tells it.
  expect(await markTrapped(deps, id, 'Frozen.')).toBe(true)
  const told = await store.db.select().from(alerts).where(eq(alerts.positionId, id))
  expect(told).toMatchObject([{ level: 'crit', title: 'A position cannot be sold' }])
})

it('F26: stores as alerts that it is trapped and that it is free again', async () => {
  await store.clear()
  const position = await store.position()
  const deps = { db: store.db, live: { publish: () => {} }, now: () => new Date(), newId: randomUUID }
  await markTrapped(deps, position, 'Frozen.')
  expect(await freeTrapped(deps, position)).toBe(true)
  expect(await freeTrapped(deps, position)).toBe(false)
  const told = await store.db.query.alerts.findMany()
  expect(told.map(({ title }) => title).toSorted()).toEqual([
    'A position cannot be sold',
    'A trapped position can be sold again',
  ])
})
