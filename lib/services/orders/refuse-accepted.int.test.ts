import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alerts } from '@/drizzle/schema'
import { findOrder } from '@/lib/db/order-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { refuseAccepted } from './refuse-accepted'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const denial = { code: 'risk.locked', detail: 'Four positions were stopped out.' } as const

it('ends an entry together with the warning that tells it, once', async () => {
  const id = await store.order()
  const published: unknown[] = []
  const deps = {
    db: store.db,
    live: { publish: (event: unknown) => void published.push(event) },
    now: () => new Date(),
    newId: randomUUID,
  }
  const crash = () => {
    throw new Error('killed here')
  }
  // The process dies where the warning is made.
  await expect(refuseAccepted({ ...deps, newId: crash }, id, denial)).rejects.toThrow('killed here')
  expect(await findOrder(store.db, id)).toMatchObject({ status: 'WORKING', denialCode: null })
  await refuseAccepted(deps, id, denial)
  await refuseAccepted(deps, id, denial)
  expect(await findOrder(store.db, id)).toMatchObject({ status: 'CANCELLED', denialCode: 'risk.locked' })
  const stored = await store.db
    .select()
    .from(alerts)
    .where(eq(alerts.occasion, `refused:${id}:cancelled:risk.locked`))
  expect(stored).toMatchObject([{ level: 'warn', title: 'An entry was cancelled' }])
  expect(published).toMatchObject([{ name: 'alert', data: { id: stored[0]!.id } }])
})
