import DataLoader from 'dataloader'
import type { Database } from './client'

/** Larger groups win little, and those behind them wait longer. */
const AT_MOST = 100
/** A group that does not get on must not hold up the next. */
const LONGEST_WAIT_MS = 50

/**
 * One item a call, many calls a query: what is asked of a database while the group before is under way is asked
 * together with it, so a thousand sells that begin at once do not send ten thousand statements. Alone, a call
 * waits for nothing. `work` answers in the order of the items; when it fails, all of the group fail.
 *
 * Never with an open transaction: the items of a group come from many callers.
 */
export const grouped = <Item, Answer>(
  work: (db: Database, items: readonly Item[]) => Promise<readonly Answer[]>,
): ((db: Database, item: Item) => Promise<Answer>) => {
  const groups = new WeakMap<Database, (item: Item) => Promise<Answer>>()
  return (db, item) => {
    const group = groups.get(db) ?? inGroups((items: readonly Item[]) => work(db, items))
    groups.set(db, group)
    return group(item)
  }
}

/** The same without a database to tell apart. */
export const inGroups = <Item, Answer>(
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): ((item: Item) => Promise<Answer>) => {
  let turn = Promise.resolve()
  let underWay: Promise<unknown> = turn
  const loader = new DataLoader<Item, Answer>(
    (items) => {
      const answers = work(items)
      underWay = answers.catch(() => {})
      return answers
    },
    {
      cache: false,
      maxBatchSize: AT_MOST,
      batchScheduleFn: (run) => {
        turn = turn.then(gathered).then(() => {
          run()
          return atMost(underWay, LONGEST_WAIT_MS)
        })
      },
    },
  )
  return (item) => loader.load(item)
}

/** What else is asked in the same turn of the event loop belongs to the group. */
const gathered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const atMost = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([work, limit])
  clearTimeout(timer)
}
