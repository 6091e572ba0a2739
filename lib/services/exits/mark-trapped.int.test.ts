import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findOrder } from '@/lib/db/order-repository'
import { markTrapped } from './mark-trapped'
import { openStore, type Store } from './stored-position.fixture'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

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
