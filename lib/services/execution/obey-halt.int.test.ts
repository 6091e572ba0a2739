import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findOrder } from '@/lib/db/order-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { setTradingState } from '../trading-state/set-trading-state'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { obeyHalt } from './obey-halt'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

it('stores once that a freeze holds a sell back, whoever works on it and however often', async () => {
  const live = { publish: () => {} }
  await setTradingState({ db: store.db, live }, store.ctx, { scope: 'own', state: 'FROZEN', reason: 'test' })
  const position = await store.position({ status: 'CLOSING', exitSeq: 1 })
  const sell = await store.order({
    ...{ side: 'SELL', positionId: position, exitSeq: 1, takeProfitPct: null, stopLossPct: null },
  })
  const told: string[] = []
  const stopped = new Error('stopped')
  const deps = {
    ...{ db: store.db, readMarket: async () => new Map(), now: () => new Date(), newId: randomUUID },
    live: { publish: ({ name }: { name: string }) => void told.push(name) },
    logger: { warn: () => {} },
    pause: () => Promise.reject(stopped),
  } as unknown as ExecutionDeps
  const job = { order: (await findOrder(store.db, sell))!, wallet: {} } as Job
  const work = () => expect(obeyHalt(deps, job, new AbortController().signal)).rejects.toBe(stopped)
  await Promise.all([work(), work()])
  await work()
  expect(told.filter((name) => name === 'alert')).toHaveLength(1)
  expect(await store.db.query.alerts.findMany()).toMatchObject([
    { userId: store.userId, positionId: position, level: 'crit', title: 'A sell is held back by the freeze' },
  ])
})
