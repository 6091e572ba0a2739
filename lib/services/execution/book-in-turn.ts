import PQueue from 'p-queue'
import type { Database } from '@/lib/db/client'

/** A booking is twenty statements; this many at once leave the connections to sells that are not out yet. */
const AT_ONCE = 6

const turns = new WeakMap<Database, PQueue>()

/**
 * Books what landed, a few at a time. When hundreds of positions are sold at once, sending the rest must not
 * wait for the books of the first: money is at stake until a sell is out, and nothing once it has landed.
 */
export const bookInTurn = <T>(db: Database, book: () => Promise<T>): Promise<T> => {
  const turn = turns.get(db) ?? new PQueue({ concurrency: AT_ONCE })
  turns.set(db, turn)
  return turn.add(book)
}
