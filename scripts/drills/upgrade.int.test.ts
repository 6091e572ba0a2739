import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveAttempt, settleAttempt } from '@/lib/db/attempt-repository'
import { type DatabaseHandle, openDatabase } from '@/lib/db/client'
import { waitingOrders } from '@/lib/db/limit-order-repository'
import { openLots } from '@/lib/db/lot-repository'
import { runMigrations } from '@/lib/db/migrate'
import { dueOrders, findOrders, insertOrder, listOrderRows, moveOrder } from '@/lib/db/order-repository'
import { findPosition, guardedPositions, livePositions, saveExitStates } from '@/lib/db/position-repository'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { signatureRequestsOf } from '@/lib/db/signature-request-repository'
import { dueSlicings } from '@/lib/db/slicing-repository'
import { doubtOperation, dueOperations, withdrawnUsdSince } from '@/lib/db/wallet-operation-repository'
import { DEFAULT_VENUE_POLICY } from '@/lib/domain/execution/rank-bids'
import { exportJournal } from '@/lib/services/journal/export-journal'
import { orderViews } from '@/lib/services/orders/order-view'
import { listPositions } from '@/lib/services/positions/list-positions'
import { createTestDatabase } from '@/scripts/test/test-database'
import { fillOlderDatabase, migrateTo } from './older-rows'

/** The last migration before what venues, slices and launches brought. */
const BEFORE = 22

type Row = Record<string, unknown>
type Tables = Map<string, Row[]>

let database: Awaited<ReturnType<typeof createTestDatabase>>
let sql: postgres.Sql
let handle: DatabaseHandle
let old: Awaited<ReturnType<typeof fillOlderDatabase>>
let before: Tables
let after: Tables

const everything = async (): Promise<Tables> => {
  const names = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`
  const tables: Tables = new Map()
  for (const { name } of names) {
    const rows = await sql<{ row: Row }[]>`select to_jsonb(t) as row from ${sql(name)} t`
    tables.set(
      name,
      rows.map(({ row }) => row).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    )
  }
  return tables
}

beforeAll(async () => {
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  await migrateTo(database.url, BEFORE)
  old = await fillOlderDatabase(sql)
  before = await everything()
  await runMigrations(database.url)
  after = await everything()
  handle = openDatabase(database.url, { applicationName: 'test' })
})
afterAll(async () => {
  await handle.close()
  await sql.end()
  await database.drop()
})

const withoutNew = (row: Row, known: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name in known))

it('loses and changes no row, and gives what is new its default', () => {
  const added: Record<string, unknown> = {}
  for (const [name, rows] of before) {
    const now = after.get(name)!
    expect(now, name).toHaveLength(rows.length)
    const [known, first] = [rows[0], now[0]]
    if (!known || !first) continue
    const sorted = (all: Row[]) => all.map((row) => JSON.stringify(withoutNew(row, known))).toSorted()
    expect(sorted(now), name).toEqual(sorted(rows))
    for (const row of now)
      for (const column of Object.keys(row).filter((one) => !(one in known)))
        added[`${name}.${column}`] = row[column]
  }
  expect(added).toMatchObject({
    'orders.parent_id': null,
    'orders.slice_seq': null,
    'orders.moved_since': null,
    'order_attempts.route': null,
    'signature_requests.route': null,
    'user_preferences.venue_policy': DEFAULT_VENUE_POLICY,
    'wallet_operations.held_before_raw': null,
    'wallet_operations.doubted_at': null,
  })
})

it('is shown to its trader as before: orders, positions, journal, preferences', async () => {
  const { db } = handle
  const rows = await listOrderRows(db, { userId: old.userId, limit: 100 })
  expect(rows).toHaveLength(before.get('orders')!.length)
  const views = await orderViews(db, rows)
  expect(views.every(({ slices, parentId }) => slices.length === 0 && parentId === null)).toBe(true)
  expect(views.find(({ id }) => id === old.orders.SENT)!.attempts.map(({ status }) => status)).toEqual([
    'FAILED',
    'EXPIRED',
    'SENT',
  ])
  const ctx = {
    actor: { kind: 'user' as const, id: String(old.userId) },
    userId: old.userId,
    now: () => new Date(),
    newId: randomUUID,
  }
  const reads = { db, readMarket: async () => new Map() }
  const { positions } = await listPositions(reads, ctx, { status: 'all', limit: 100 })
  expect(positions.map(({ status }) => status).toSorted()).toEqual(Object.keys(old.positions).toSorted())
  expect(await tradingPreferences(db, old.userId)).toMatchObject({
    takeProfitPct: '33',
    venuePolicy: DEFAULT_VENUE_POLICY,
  })
  let lines = 0
  for await (const line of exportJournal({ db }, ctx, { format: 'jsonl' })) lines += line === '' ? 0 : 1
  expect(lines).toBeGreaterThanOrEqual(rows.length)
})

it('goes on: positions are guarded, orders due, none is taken for one in slices', async () => {
  const { db } = handle
  const { OPEN, CLOSING, TRAPPED } = old.positions
  const guarded = await guardedPositions(db, { since: null, after: null, limit: 10 })
  expect(new Set(guarded.map(({ id }) => id))).toEqual(new Set([OPEN, CLOSING]))
  expect((await livePositions(db)).map(({ id }) => id).toSorted()).toEqual(
    [OPEN, CLOSING, TRAPPED].toSorted(),
  )
  expect((await openLots(db, OPEN!))[0]).toMatchObject({ remainingRaw: 667n, remainingCostRaw: 66_700_001n })
  const reached = { id: OPEN!, trailingStopPct: '5', peak: '10200', peakAmountRaw: 667n, evened: null }
  await saveExitStates(db, [reached])
  expect((await findPosition(db, OPEN!))!.peakPriceUsd).toBe('10200')

  const due = await dueOrders(db, new Date(), { after: null, limit: 100 })
  const { RECEIVED, WORKING, UNKNOWN, SENT, SELLING, LIMIT } = old.orders
  expect(due.map(({ id }) => id).toSorted()).toEqual([RECEIVED, WORKING, UNKNOWN, SENT, SELLING].toSorted())
  expect((await waitingOrders(db)).map(({ id }) => id)).toEqual([LIMIT])
  expect(await signatureRequestsOf(db, old.orders.AWAITING_SIGNATURE!)).toHaveLength(1)
  expect(await dueSlicings(db, new Date('2030-01-01T00:00:00Z'))).toEqual([])
  const attempt = (await liveAttempt(db, SENT!))!
  const dead = { status: 'EXPIRED' as const, slot: null, feeLamports: null, error: null }
  expect(await settleAttempt(db, attempt.id, dead, new Date())).toBe(true)
  expect(await moveOrder(db, SENT!, ['WORKING'], 'EXPIRED', new Date())).toBe(true)
})

it('goes on with transfers: those that are out are followed, what died is no part of the day', async () => {
  const { db } = handle
  const due = await dueOperations(db, new Date(), { after: null, limit: 100 })
  const { RECEIVED, SIGNED, SENT, UNKNOWN } = old.operations
  expect(due.map(({ id }) => id).toSorted()).toEqual([RECEIVED, SIGNED, SENT, UNKNOWN].toSorted())
  expect(await withdrawnUsdSince(db, old.userId, new Date(0))).toBe('18')
  const doubt = (id: string) => doubtOperation(db, id, new Date(), { detail: 'doubted', seen: [] })
  expect(await doubt(SENT!)).toMatchObject({ isNews: true })
  expect(await doubt(old.operations.EXPIRED!)).toBeNull()
})

it('keeps its constraints, and all of them are checked', async () => {
  const { db } = handle
  const open = await sql`select conname from pg_constraint where not convalidated`
  expect(open).toHaveLength(0)
  const slice = async (parentId: string | null, sliceSeq: number | null) => {
    const [parent] = await findOrders(db, [old.orders.FILLED!])
    await insertOrder(db, { ...parent!, id: randomUUID(), type: 'SLICE', parentId, sliceSeq })
  }
  await expect(slice(old.orders.FILLED!, null)).rejects.toThrow()
  await expect(slice(null, 1)).rejects.toThrow()
  await slice(old.orders.FILLED!, 1)
  await expect(slice(old.orders.FILLED!, 1)).rejects.toThrow()
})
