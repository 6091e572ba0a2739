import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  guardedPositions,
  heldMints,
  newestPositionChange,
  saveExitStates,
  updatePosition,
} from '@/lib/db/position-repository'
import { start } from './exit-monitor.fixture'
import { GuardBook } from './guard-book'
import { PositionReader } from './position-reader'
import { openStore, type Store } from './stored-position.fixture'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

it('reads what is held in pages, and changes from the last one known on', async () => {
  const { db } = store
  expect([await newestPositionChange(db), await heldMints(db)]).toEqual([null, []])
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) ids.push(await store.position())
  const closed = await store.position({ status: 'CLOSED', amountRaw: 0n })
  const read: string[] = []
  for (let after: string | null = null, rows = 2; rows === 2;) {
    const page = await guardedPositions(db, { since: null, after, limit: 2 })
    read.push(...page.map(({ id }) => id))
    after = page.at(-1)?.id ?? null
    rows = page.length
  }
  expect(read).toEqual([...ids].sort())
  expect(await heldMints(db)).toEqual([store.mint])
  const newest = (await newestPositionChange(db))!
  // Dates have milliseconds, the database's clock microseconds: what was written in the same one is a change too.
  const rows = await Promise.all([...ids, closed].map((id) => store.positionRow(id)))
  const late = rows.filter(({ updatedAt }) => updatedAt >= newest).map(({ id }) => id)
  const changed = await guardedPositions(db, { since: newest, after: null, limit: 10 })
  expect(changed.map(({ id }) => id)).toEqual(late.sort())
  expect(changed.find(({ id }) => id === closed)!.guarded).toBe(false)
})

it('guards what is opened and lets go what is closed, and stores a thousand peaks at once', async () => {
  const { db } = store
  const book = new GuardBook()
  const reader = new PositionReader(
    {
      newestChange: () => newestPositionChange(db),
      loadPositions: (page) => guardedPositions(db, page),
      now: () => start,
      onUnreadable: () => {},
    },
    book,
  )
  await reader.read()
  const before = book.size
  const id = await store.position({ trailingStopPct: '10' })
  await reader.read()
  expect(book.size).toBe(before + 1)
  const others = Array.from({ length: 999 }, () => '00000000-0000-4000-8000-000000000000')
  await saveExitStates(
    db,
    [...others, id].map((id) => ({
      id,
      trailingStopPct: '10',
      peak: '1.5',
      peakAmountRaw: 100n,
      evened: null,
    })),
  )
  expect((await store.positionRow(id)).peakPriceUsd).toBe('1.5')
  await updatePosition(db, { id, status: 'OPEN' }, { status: 'CLOSING' })
  await reader.read()
  expect(book.size).toBe(before)
})

it('does not read again what it has stored itself, but everything else', async () => {
  const { db } = store
  const plan = { trailingStopPct: '10', breakEvenAtPct: '5' }
  const id = await store.position(plan)
  // To the microsecond: two changes may fall into one millisecond of a Date.
  const touched = async (): Promise<number> => {
    const [row] = await db.execute<{ at: string }>(
      sql`select extract(epoch from updated_at) * 1000000 as at from positions where id = ${id}`,
    )
    return Number(row!.at)
  }
  const reach = (peak: string, evened: Date | null = null) =>
    saveExitStates(db, [{ id, trailingStopPct: '10', peak, peakAmountRaw: 100n, evened }])
  const first = await touched()
  await reach('1.5')
  await reach('1.6', start)
  await reach('1.4', new Date())
  expect(await store.positionRow(id)).toMatchObject({ peakPriceUsd: '1.6', breakEvenArmedAt: start })
  expect(await touched()).toBe(first)
  const open = { id, status: 'OPEN' } as const
  let last = first
  for (const change of [
    { peakPriceUsd: '1.7', exitSeq: 1 },
    { peakPriceUsd: '1.2' },
    { breakEvenArmedAt: null },
    { ladderDone: 0 },
    { amountRaw: 50n },
  ]) {
    await updatePosition(db, open, change)
    expect(await touched()).toBeGreaterThan(last)
    last = await touched()
  }
})

it('stores of two peaks the one that says more of what is held', async () => {
  const { db } = store
  const id = await store.position({ trailingStopPct: '10' })
  const reach = async (peak: string, peakAmountRaw: bigint) => {
    await saveExitStates(db, [{ id, trailingStopPct: '10', peak, peakAmountRaw, evened: null }])
    const row = await store.positionRow(id)
    return [row.peakPriceUsd, row.peakAmountRaw]
  }
  const open = { id, status: 'OPEN' } as const
  expect(await reach('2', 100n)).toEqual(['2', 100n])
  // A lot is booked; what somebody reached before comes late, and does not hide what is measured with the lot.
  await updatePosition(db, open, { amountRaw: 150n, boughtRaw: 150n })
  expect(await reach('2.1', 100n)).toEqual(['2.1', 100n])
  expect(await reach('1.9', 150n)).toEqual(['1.9', 150n])
  expect(await reach('2.2', 100n)).toEqual(['1.9', 150n])
  expect(await reach('1.8', 150n)).toEqual(['1.9', 150n])
  // A part is sold: a peak measured for more is not too high, one measured for what is left may be higher.
  await updatePosition(db, open, { amountRaw: 50n })
  expect(await reach('1.85', 50n)).toEqual(['1.9', 150n])
  expect(await reach('2', 50n)).toEqual(['2', 50n])
})

it('peaks that another worker stored hold here too, with the next reading of all and after a restart', async () => {
  const { db } = store
  const id = await store.position({ trailingStopPct: '10', breakEvenAtPct: '5' })
  let now = start
  const readerOf = (book: GuardBook) =>
    new PositionReader(
      {
        newestChange: () => newestPositionChange(db),
        loadPositions: (page) => guardedPositions(db, page),
        now: () => now,
        onUnreadable: () => {},
      },
      book,
    )
  const other = new GuardBook()
  const others = readerOf(other)
  await others.read()
  expect(other.get(id)!.state).toMatchObject({ peak: null, breakEvenArmed: false })
  await saveExitStates(db, [{ id, trailingStopPct: '10', peak: '1.5', peakAmountRaw: 100n, evened: start }])
  now = new Date(start.getTime() + 31_000)
  const restarted = new GuardBook()
  for (const reader of [others, readerOf(restarted)]) await reader.read()
  for (const book of [other, restarted]) {
    const { peak, breakEvenArmed } = book.get(id)!.state
    expect([peak?.toFixed(), breakEvenArmed]).toEqual(['1.5', true])
  }
})
