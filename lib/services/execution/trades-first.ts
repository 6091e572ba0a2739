import PQueue from 'p-queue'
import type { Database } from '@/lib/db/client'
import { createGate, type Gate } from './gate'

/** Sells made ready at a time: enough to use what they wait for, few enough that the first are out early. */
const PREPARED_AT_ONCE = 100
/** A booking is twenty statements; this many at once leave the connections to sells that are not out yet. */
const BOOKED_AT_ONCE = 4
/** So few unsent sells hold up nothing. */
const FEW = 8
/** However many sells there are, nothing waits longer for them. */
const LONGEST_WAIT_MS = 10_000

/** An entry is ready within a fraction of this. */
const LONGEST_WAIT_FOR_ENTRIES_MS = 150
/** Nor does a booking, which a guard may depend on, wait longer for them than this. */
const LONGEST_BOOKING_WAIT_MS = 100

type Turns = { sells: Gate; entries: Gate; preparing: PQueue; booking: PQueue }

const turnsByDatabase = new WeakMap<Database, Turns>()

const turnsOf = (db: Database): Turns => {
  const turns = turnsByDatabase.get(db) ?? {
    sells: createGate(FEW),
    entries: createGate(0),
    preparing: new PQueue({ concurrency: PREPARED_AT_ONCE }),
    booking: new PQueue({ concurrency: BOOKED_AT_ONCE }),
  }
  turnsByDatabase.set(db, turns)
  return turns
}

/**
 * Makes a sell ready, when it is its turn. Until then it counts among those that others wait for, unless it is
 * tried again: a market in which nothing can be sold must not slow the rest for as long as that lasts.
 */
export const prepareInTurn = <T>(db: Database, again: boolean, prepare: () => Promise<T>): Promise<T> => {
  const { preparing, sells } = turnsOf(db)
  return again ? preparing.add(prepare) : sells.during(() => preparing.add(prepare))
}

/** Makes an entry ready, at once. */
export const prepareEntry = <T>(db: Database, prepare: () => Promise<T>): Promise<T> =>
  turnsOf(db).entries.during(prepare)

/** Resolves when hardly any sell is still unsent. */
export const sellsAreOut = (db: Database, longestMs = LONGEST_WAIT_MS): Promise<void> =>
  turnsOf(db).sells.opened(longestMs)

/** Resolves when no entry is unsent either: what is told and shown must not hold up what is traded. */
export const tradesAreOut = async (db: Database, longestMs?: number): Promise<void> => {
  await sellsAreOut(db, longestMs)
  await turnsOf(db).entries.opened(LONGEST_WAIT_FOR_ENTRIES_MS)
}

/** A repeated duty that nobody's money waits for, made to wait until trades are out. */
export const afterTrades =
  (db: Database, duty: () => Promise<void>, longestMs?: number): (() => Promise<void>) =>
  async () => {
    await tradesAreOut(db, longestMs)
    await duty()
  }

/**
 * Books what landed, a few at a time: sending the rest must not wait for the books of the first. `urgent` goes
 * first: a guard or the rest of a sell depends on it.
 */
export const bookInTurn = async <T>(db: Database, urgent: boolean, book: () => Promise<T>): Promise<T> => {
  const { booking, entries } = turnsOf(db)
  await entries.opened(LONGEST_BOOKING_WAIT_MS)
  return booking.add(book, { priority: urgent ? 1 : 0 })
}
