import { expect, it } from 'vitest'
import type { GuardedPosition } from '@/lib/db/position-repository'
import { position, start } from './exit-monitor.fixture'
import { GuardBook } from './guard-book'
import { PositionReader } from './position-reader'

const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000)
const idOf = (place: number): string => String(place).padStart(6, '0')

/** As many rows as take seven pages. */
const world = () => {
  const rows = new Map<string, GuardedPosition>()
  const put = (id: string, change: Partial<GuardedPosition> = {}) =>
    rows.set(id, position(id, 'meme', { ...rows.get(id), ...change, id }))
  for (let place = 0; place < 12_000; place += 1) put(idOf(place))
  let now = start
  const asked: string[] = []
  const unreadable: string[] = []
  let between = () => {}
  const book = new GuardBook()
  const reader = new PositionReader(
    {
      newestChange: async () =>
        [...rows.values()].reduce((max, { updatedAt }) => (updatedAt > max ? updatedAt : max), start),
      loadPositions: async ({ since, after, limit }) => {
        asked.push(since ? 'changes' : 'all')
        const page = [...rows.values()]
          .filter((row) => (since ? row.updatedAt >= since : row.guarded))
          .filter(({ id }) => after === null || id > after)
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .slice(0, limit)
        if (!since) between()
        return page
      },
      now: () => now,
      onUnreadable: ({ id }) => void unreadable.push(id),
    },
    book,
  )
  const pass = (seconds: number) => (now = later(seconds))
  return { rows, put, asked, unreadable, book, reader, pass, onPage: (run: () => void) => (between = run) }
}

it('reads all before it ends the first time, and what changed meanwhile the next time', async () => {
  const { book, reader, put, asked, onPage } = world()
  // A row of a page that was read already, changed while later pages are read.
  onPage(() => {
    put(idOf(1), { stopLossPct: '5', updatedAt: later(60) })
    put(idOf(11_999), { updatedAt: later(90) })
  })
  await reader.read()
  expect(book.size).toBe(12_000)
  expect(asked.filter((kind) => kind === 'all')).toHaveLength(7)
  onPage(() => {})
  await reader.read()
  expect(book.get(idOf(1))!.stopLossPct).toBe('5')
})

it('later reads some pages at a time, keeps what came in between and drops what is gone without a trace', async () => {
  const { book, reader, put, rows, pass } = world()
  await reader.read()
  pass(30)
  rows.delete(idOf(3))
  rows.delete(idOf(11_000))
  await reader.read()
  // Opened behind the page that was just read, and read as a change only.
  put('000000-new', { updatedAt: later(31) })
  expect(book.size).toBe(12_000)
  await reader.read()
  await reader.read()
  expect(book.get('000000-new')).toBeDefined()
  expect(book.get(idOf(3))).toBeUndefined()
  expect(book.get(idOf(11_000))).toBeUndefined()
  expect(book.size).toBe(11_999)
})

it('goes on with the page that failed', async () => {
  const { book, reader, onPage } = world()
  let pages = 0
  onPage(() => {
    pages += 1
    if (pages === 2) throw new Error('no')
  })
  await expect(reader.read()).rejects.toThrow('no')
  await reader.read()
  expect(book.size).toBe(12_000)
  expect(pages).toBe(8)
})

it('guards all others where one row makes no sense, that one as it was before, and tells of it once', async () => {
  const { book, reader, put, pass, unreadable } = world()
  await reader.read()
  put(idOf(7), { ladder: [{ atPct: 'soon', sellPct: '50' }], stopLossPct: '5', updatedAt: later(1) })
  put('000000-new', { updatedAt: later(1) })
  for (const seconds of [1, 31, 32, 33, 62]) {
    pass(seconds)
    await reader.read()
  }
  expect(unreadable).toEqual([idOf(7)])
  expect(book.get(idOf(7))!.stopLossPct).toBe('10')
  expect(book.get('000000-new')).toBeDefined()
  put(idOf(7), { ladder: [], updatedAt: later(2) })
  await reader.read()
  expect(book.get(idOf(7))!.stopLossPct).toBe('5')
})

it('forgets a row that made no sense once no reading meets it', async () => {
  const { reader, put, rows, pass, unreadable } = world()
  const nonsense = { ladder: [{ atPct: 'soon', sellPct: '50' }], updatedAt: later(1) }
  put(idOf(7), nonsense)
  const readAll = async (from: number) => {
    pass(from)
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await reader.read()
  }
  await readAll(0)
  rows.delete(idOf(7))
  await readAll(30)
  await readAll(60)
  expect(unreadable).toEqual([idOf(7)])
  put(idOf(7), nonsense)
  await reader.read()
  expect(unreadable).toEqual([idOf(7), idOf(7)])
})
