import type { OrderRunner } from './order-runner'

export type DueSweepDeps<T extends { id: string }> = {
  /** Those due after the one given, in a fixed order; null: from the first. */
  load: (after: T | null, limit: number) => Promise<T[]>
  runner: Pick<OrderRunner, 'has' | 'run'>
}

/** `page`: rows read in one statement; also how many are taken up by one sweep. */
export type DueSweepBounds = { page: number; pages: number }

/**
 * Takes up what is due and not at work here. One sweep does so much and no more; the next goes on behind it, so
 * however many are stuck, or held by another worker, each one's turn comes.
 */
export const createDueSweep = <T extends { id: string }>(
  { load, runner }: DueSweepDeps<T>,
  { page, pages }: DueSweepBounds = { page: 500, pages: 10 },
): (() => Promise<void>) => {
  let after: T | null = null
  return async () => {
    let room = page
    for (let read = 0; read < pages; read += 1) {
      const rows = await load(after, page)
      for (const row of rows) {
        if (room === 0) return
        after = row
        if (runner.has(row.id)) continue
        room -= 1
        void runner.run(row.id)
      }
      if (rows.length < page) {
        after = null
        return
      }
    }
  }
}
