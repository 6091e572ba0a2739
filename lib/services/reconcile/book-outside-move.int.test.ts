import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bookedHoldings } from '@/lib/db/holdings-repository'
import { findOrder } from '@/lib/db/order-repository'
import { NO_FEES } from '@/lib/domain/positions/fees'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { addLot } from '../positions/book-lots'
import { bookOutsideMove } from './book-outside-move'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** A position of 100 with a sell of everything at work, of which `heldRaw` is left in the wallet. */
const moved = async (heldRaw: bigint) => {
  await store.clear()
  const deps = { db: store.db, now: () => new Date(), newId: randomUUID }
  const position = await store.position({ status: 'CLOSING', exitSeq: 1 })
  await addLot(store.db, {
    ...{ id: randomUUID(), positionId: position, orderId: null, at: new Date() },
    ...{ boughtRaw: 100n, costRaw: 100_000_000n, fees: NO_FEES },
  })
  const sell = await store.order({
    ...{ side: 'SELL', positionId: position, exitSeq: 1, inputRaw: 100n },
    ...{ takeProfitPct: null, stopLossPct: null },
  })
  const wallet = { id: store.trading, userId: store.userId, address: 'wallet' }
  const [booked] = await bookedHoldings(store.db, wallet.id, store.mint)
  const shrunk = await bookOutsideMove(deps, { wallet, booked: booked!, heldRaw, slot: 9n, price: null })
  const audit = (await store.db.query.auditLog.findMany()).filter(({ subject }) => subject === sell)
  const alerts = await store.db.query.alerts.findMany()
  return { position, sell: (await findOrder(store.db, sell))!, shrunk: shrunk!, audit, alerts }
}

it('F18: a move outside is stored as an alert with it, and so is the sell that shrinks to what is left', async () => {
  const { position, sell, shrunk, audit, alerts } = await moved(40n)
  expect(alerts).toMatchObject([
    { userId: store.userId, positionId: position, level: 'warn', title: 'Tokens moved outside JARVIS' },
  ])
  expect(shrunk[0]!.alert?.data).toMatchObject({ id: alerts[0]!.id, orderId: shrunk[0]!.orderId })
  expect(sell).toMatchObject({ status: 'WORKING', inputRaw: 40n })
  expect(audit).toMatchObject([
    { action: 'order.capped', userId: store.userId, details: { fromRaw: '100', toRaw: '40' } },
  ])
})

it('F18: of a sell with nothing left to sell the end is in the audit too', async () => {
  const { sell, audit, alerts } = await moved(0n)
  expect(alerts[0]!.detail).toContain('closed as EXTERNAL')
  expect(sell.status).toBe('CANCELLED')
  expect(audit).toMatchObject([
    { action: 'order.cancelled', actor: { kind: 'system', id: 'reconciliation' } },
  ])
})
