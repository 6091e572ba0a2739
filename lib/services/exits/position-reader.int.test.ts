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
    [...others, id].map((id) => ({ id, trailingStopPct: '10', peak: '1.5', evened: null })),
  )
  expect((await store.positionRow(id)).peakPriceUsd).toBe('1.5')
  await updatePosition(db, { id, status: 'OPEN' }, { status: 'CLOSING' })
  await reader.read()
  expect(book.size).toBe(before)
})
