import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { orderSlicings } from '@/drizzle/schema'
import { liveAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import { findJob } from '@/lib/db/job-repository'
import { findOrder } from '@/lib/db/order-repository'
import { insertSlicing } from '@/lib/db/slicing-repository'
import { bookExpiredAttempt, endEntry, UNCLEAR } from '../execution/book-failure'
import type { ExecutionDeps } from '../execution/execution-deps'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { settleSlice } from './settle-slice'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterEach(() => store.clear())
afterAll(() => store.close())

/** An order of two slices whose first one's transaction has died, and how it goes on. */
const afterDeath = async (unclear: boolean) => {
  const { db } = store
  const at = new Date()
  const parent = await store.order({ algorithm: 'TWAP', inputRaw: 100n })
  const schedule = [0, 1].map((place) => ({ inputRaw: 50n, afterMs: place * 1_000 }))
  await insertSlicing(db, parent, { schedule, mostSharePct: '5' }, at)
  await db.update(orderSlicings).set({ begun: 1 }).where(eq(orderSlicings.orderId, parent))
  const slice = await store.order({ type: 'SLICE', parentId: parent, sliceSeq: 1 })
  await db.transaction((tx) =>
    storeAttempt(tx, {
      ...{ id: randomUUID(), orderId: slice, venue: 'jupiter', status: 'SENT', signature: randomUUID() },
      ...{ transaction: new Uint8Array([1]), blockhash: 'blockhash', lastValidBlockHeight: 100n },
      ...{ inputRaw: 50n, quotedOutRaw: 10n, minOutRaw: 9n, slippageBps: 50, venueReference: null },
      ...{ quote: {}, signedAt: at },
    }),
  )
  const alerts: string[] = []
  const deps = {
    ...{ db, now: () => at, newId: randomUUID },
    live: { publish: ({ name }: { name: string }) => alerts.push(name) },
  } as unknown as ExecutionDeps
  const job = (await findJob(db, slice))!
  await bookExpiredAttempt(deps, job, (await liveAttempt(db, slice))!, unclear)
  await endEntry(deps, job, 'EXPIRED', 'It is over.')
  const [row] = await db.select().from(orderSlicings).where(eq(orderSlicings.orderId, parent))
  const order = (await findOrder(db, parent))!
  const settled = await db.transaction((tx) => settleSlice(tx, order, row!, at))
  return { settled, alerts }
}

it('goes on after a slice that died for certain', async () => {
  const { settled, alerts } = await afterDeath(false)
  expect(settled).toMatchObject({ stopReason: null, changed: true })
  expect(alerts).toEqual([])
})

it('buys no more after a slice of which nobody knows whether it was bought, and says so', async () => {
  const { settled, alerts } = await afterDeath(true)
  expect(settled).toMatchObject({ stopReason: UNCLEAR, changed: true })
  expect(alerts).toEqual(['alert'])
})
