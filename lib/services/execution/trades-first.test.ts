import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '@/lib/db/client'
import { bookInTurn, prepareEntry, prepareInTurn, sellsAreOut, tradesAreOut } from './trades-first'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Sells that are being made ready until told to end. */
const preparing = (db: Database, count: number) => {
  const ends: (() => void)[] = []
  let begun = 0
  const all = Array.from({ length: count }, () =>
    prepareInTurn(db, false, () => {
      begun += 1
      return new Promise<void>((resolve) => ends.push(resolve))
    }),
  )
  const end = async (some: number) => {
    for (const one of ends.splice(0, some)) one()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { all, end, begun: () => begun }
}
const noticed = async (waiting: Promise<unknown>) => {
  let done = false
  void waiting.then(() => (done = true))
  await vi.advanceTimersByTimeAsync(0)
  return () => done
}
const someDatabase = () => ({}) as Database

describe('trades first', () => {
  it('holds up nothing for eight sells', async () => {
    const db = someDatabase()
    preparing(db, 8)
    expect((await noticed(sellsAreOut(db)))()).toBe(true)
  })

  it('lets others go on when hardly any sell is left, however they ended', async () => {
    const db = someDatabase()
    const sells = preparing(db, 19)
    void prepareInTurn(db, false, () => Promise.reject(new Error('no quote'))).catch(() => {})
    const isOut = await noticed(sellsAreOut(db))
    await sells.end(10)
    expect(isOut()).toBe(false)
    await sells.end(1)
    expect(isOut()).toBe(true)
  })

  it('makes nothing wait longer than it allows', async () => {
    const db = someDatabase()
    preparing(db, 20)
    const [isOut, isOutSoon] = [await noticed(sellsAreOut(db)), await noticed(sellsAreOut(db, 500))]
    await vi.advanceTimersByTimeAsync(500)
    expect([isOutSoon(), isOut()]).toEqual([true, false])
    await vi.advanceTimersByTimeAsync(9_500)
    expect(isOut()).toBe(true)
  })

  it('makes a hundred ready at a time, and counts those that wait for their turn', async () => {
    const db = someDatabase()
    const sells = preparing(db, 130)
    await vi.advanceTimersByTimeAsync(0)
    expect(sells.begun()).toBe(100)
    const isOut = await noticed(sellsAreOut(db))
    await sells.end(100)
    expect([sells.begun(), isOut()]).toEqual([130, false])
    await sells.end(22)
    expect(isOut()).toBe(true)
  })

  it('is not slowed by sells that are tried again', async () => {
    const db = someDatabase()
    for (let n = 0; n < 20; n += 1) void prepareInTurn(db, true, () => new Promise(() => {}))
    expect((await noticed(sellsAreOut(db)))()).toBe(true)
  })

  it('tells nothing while an entry is made ready, for a moment at most, and holds up no sell for it', async () => {
    const db = someDatabase()
    let end = () => {}
    const entry = prepareEntry(db, () => new Promise<void>((resolve) => (end = resolve)))
    const [told, sold] = [await noticed(tradesAreOut(db)), await noticed(sellsAreOut(db))]
    expect([told(), sold()]).toEqual([false, true])
    end()
    await entry
    await vi.advanceTimersByTimeAsync(0)
    expect(told()).toBe(true)
    void prepareEntry(db, () => new Promise(() => {}))
    const toldLate = await noticed(tradesAreOut(db))
    await vi.advanceTimersByTimeAsync(149)
    expect(toldLate()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(toldLate()).toBe(true)
  })

  it('tells again after an entry that could not be made ready', async () => {
    const db = someDatabase()
    await prepareEntry(db, () => Promise.reject(new Error('no quote'))).catch(() => {})
    expect((await noticed(tradesAreOut(db)))()).toBe(true)
  })

  it('books first what something depends on', async () => {
    const db = someDatabase()
    const booked: string[] = []
    const book = (name: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      booked.push(name)
    }
    const all = Array.from({ length: 12 }, (_, n) => bookInTurn(db, false, book(`sold ${n}`)))
    all.push(bookInTurn(db, true, book('bought')))
    await vi.advanceTimersByTimeAsync(50)
    await Promise.all(all)
    expect(booked.indexOf('bought')).toBe(4)
  })

  it('books while an entry is made ready only after a tenth of a second', async () => {
    const db = someDatabase()
    void prepareEntry(db, () => new Promise(() => {}))
    const isBooked = await noticed(bookInTurn(db, true, async () => {}))
    await vi.advanceTimersByTimeAsync(99)
    expect(isBooked()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(isBooked()).toBe(true)
  })

  it('knows one database from another', async () => {
    preparing(someDatabase(), 20)
    expect((await noticed(sellsAreOut(someDatabase())))()).toBe(true)
  })

  it('books four at a time', async () => {
    const db = someDatabase()
    let [now, most] = [0, 0]
    const book = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 10))
      now -= 1
    }
    const booked = Promise.all(Array.from({ length: 20 }, () => bookInTurn(db, false, book)))
    await vi.advanceTimersByTimeAsync(100)
    await booked
    expect(most).toBe(4)
  })
})
