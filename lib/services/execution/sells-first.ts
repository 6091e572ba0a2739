import PQueue from 'p-queue'
import type { Database } from '@/lib/db/client'

/** Sells made ready at a time: enough to use what they wait for, few enough that the first are out early. */
const PREPARED_AT_ONCE = 100
/** A booking is twenty statements; this many at once leave the connections to sells that are not out yet. */
const BOOKED_AT_ONCE = 6
/** So few unsent sells hold up nothing. */
const FEW = 8
/** However many sells there are, nothing waits longer for them. */
const LONGEST_WAIT_MS = 10_000

type Turns = { unsent: number; preparing: PQueue; booking: PQueue; onFew: Set<() => void> }

const turnsByDatabase = new WeakMap<Database, Turns>()

const turnsOf = (db: Database): Turns => {
  const turns = turnsByDatabase.get(db) ?? {
    unsent: 0,
    preparing: new PQueue({ concurrency: PREPARED_AT_ONCE }),
    booking: new PQueue({ concurrency: BOOKED_AT_ONCE }),
    onFew: new Set(),
  }
  turnsByDatabase.set(db, turns)
  return turns
}

/**
 * Makes a sell ready, when it is its turn. Until then it counts among those that others wait for, unless it is
 * tried again: a market in which nothing can be sold must not slow the rest for as long as that lasts.
 */
export const prepareInTurn = async <T>(
  db: Database,
  again: boolean,
  prepare: () => Promise<T>,
): Promise<T> => {
  const turns = turnsOf(db)
  if (again) return turns.preparing.add(prepare)
  turns.unsent += 1
  try {
    return await turns.preparing.add(prepare)
  } finally {
    turns.unsent -= 1
    if (turns.unsent <= FEW) for (const resolve of turns.onFew) resolve()
  }
}

/** Resolves when hardly any sell is still unsent: what is told and shown must not hold up what is sold. */
export const sellsAreOut = async (db: Database, longestMs = LONGEST_WAIT_MS): Promise<void> => {
  const { unsent, onFew } = turnsOf(db)
  if (unsent <= FEW) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      onFew.delete(done)
      resolve()
    }
    const timer = setTimeout(done, longestMs)
    onFew.add(done)
  })
}

/** A repeated duty that nobody's money waits for, made to wait until sells are out. */
export const afterSells =
  (db: Database, duty: () => Promise<void>, longestMs?: number): (() => Promise<void>) =>
  async () => {
    await sellsAreOut(db, longestMs)
    await duty()
  }

/**
 * Books what landed, a few at a time: sending the rest must not wait for the books of the first. `urgent` goes
 * first: a guard or the rest of a sell depends on it.
 */
export const bookInTurn = <T>(db: Database, urgent: boolean, book: () => Promise<T>): Promise<T> =>
  turnsOf(db).booking.add(book, { priority: urgent ? 1 : 0 })
