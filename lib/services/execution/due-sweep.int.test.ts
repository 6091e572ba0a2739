import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { walletOperations } from '@/drizzle/schema'
import { type DueOrder, dueOrders } from '@/lib/db/order-repository'
import { type DueOperation, dueOperations } from '@/lib/db/wallet-operation-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { createDueSweep } from './due-sweep'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const moment = new Date('2026-01-01T00:00:00Z')
const bounds = { page: 5, pages: 3 }

/** Takes orders and never finishes them; those held elsewhere it lets go of at once. */
const stuck = (isHeldElsewhere: (id: string) => boolean = () => false) => {
  const running = new Set<string>()
  const asked: string[] = []
  const run = async (id: string) => {
    asked.push(id)
    if (!isHeldElsewhere(id)) running.add(id)
  }
  return { running, asked, has: (id: string) => running.has(id), run }
}

const sweepOf = (runner: ReturnType<typeof stuck>) =>
  createDueSweep<DueOrder>(
    { load: (after, limit) => dueOrders(store.db, new Date(), { after, limit }), runner },
    bounds,
  )

it('reaches the newest order however many are stuck before it, sells first, so many a sweep', async () => {
  // All of one moment, so that only the id tells them apart; a fraction no date of ours can hold.
  const buys: string[] = []
  for (let count = 0; count < 23; count += 1) buys.push(await store.order({ createdAt: moment }))
  await store.db.execute(`update orders set created_at = created_at + interval '123 microseconds'`)
  const positionId = await store.position({ status: 'CLOSING', exitSeq: 1 })
  const sell = await store.order({ side: 'SELL', positionId, exitSeq: 1, createdAt: new Date() })
  const runner = stuck()
  const sweep = sweepOf(runner)
  await sweep()
  expect(runner.asked).toHaveLength(5)
  expect(runner.asked[0]).toBe(sell)
  for (let count = 0; count < 4; count += 1) await sweep()
  expect([...runner.asked].sort()).toEqual([...buys, sell].sort())
  const late = await store.order({ createdAt: new Date() })
  for (let count = 0; count < 2; count += 1) await sweep()
  expect(runner.running).toContain(late)
  expect(runner.asked).toHaveLength(25)
})

it('gives each its turn where another worker holds more than a sweep takes up', async () => {
  await store.clear()
  for (let count = 0; count < 12; count += 1) await store.order({ createdAt: moment })
  const own = await store.order({ createdAt: new Date() })
  const runner = stuck((id) => id !== own)
  const sweep = sweepOf(runner)
  for (let count = 0; count < 3; count += 1) await sweep()
  expect(runner.running).toEqual(new Set([own]))
  // And then from the first on again.
  await sweep()
  expect(runner.asked).toHaveLength(13 + 5)
})

it('pages through transfers alike', async () => {
  const ids = Array.from({ length: 12 }, () => randomUUID())
  await store.db.insert(walletOperations).values(
    ids.map((id) => ({
      ...{ id, userId: store.userId, walletId: store.trading, kind: 'WITHDRAWAL' as const, mint: store.mint },
      ...{ status: 'RECEIVED' as const, amountRaw: 1n, actor: { kind: 'user' }, destination: 'there' },
      ...{ createdAt: moment, updatedAt: moment, idempotencyKey: id, bodyHash: '', detail: '' },
    })),
  )
  const runner = stuck()
  const sweep = createDueSweep<DueOperation>(
    { load: (after, limit) => dueOperations(store.db, new Date(), { after, limit }), runner },
    bounds,
  )
  for (let count = 0; count < 3; count += 1) await sweep()
  expect([...runner.asked].sort()).toEqual([...ids].sort())
})
