import { randomUUID } from 'node:crypto'
import { users } from '@/drizzle/schema'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { lockScope, writeScope } from '@/lib/db/trading-state-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { flatten } from './flatten'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.clear())

const flattenAll = async (userId: number | null): Promise<string[]> => {
  const since = new Date()
  const state = { state: 'FLATTENING', reason: null, by: null, since, until: null, previous: null } as const
  await store.db.transaction(async (tx) => {
    await lockScope(tx, userId, since)
    await writeScope(tx, userId, state)
  })
  const told: string[] = []
  const deps = {
    ...{ db: store.db, now: () => new Date(), newId: randomUUID, logger: { error: () => {} } },
    ...{ enqueue: async () => {}, onEnqueueFailed: () => {} },
    live: { publish: ({ name }: { name: string }) => void (name === 'alert' && told.push(name)) },
  }
  for (let step = 0; step < 2; step++) await flatten(deps, { userId, ...state }, () => false)
  return told
}
const stored = () => store.db.query.alerts.findMany()

it('stores its end as an alert of its owner, once', async () => {
  await store.position({ status: 'TRAPPED', trappedReason: 'Frozen.' })
  expect(await flattenAll(store.userId)).toHaveLength(1)
  expect(await stored()).toMatchObject([
    { userId: store.userId, level: 'crit', title: 'The kill switch has finished' },
  ])
})

it('stores the end of the global one for every user, and tells it all of them at once', async () => {
  const [other] = await store.db.insert(users).values({ displayName: 'Other' }).returning()
  expect(await flattenAll(null)).toHaveLength(1)
  const alerts = await stored()
  expect(alerts.map(({ userId }) => userId).toSorted()).toEqual([store.userId, other!.id].toSorted())
  expect(alerts[0]).toMatchObject({ level: 'info' })
})
