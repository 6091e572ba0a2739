import type { GuardedPosition, PositionPage } from '@/lib/db/position-repository'
import type { GuardBook } from './guard-book'
import { inSlices } from './in-slices'

/** Whose position it is, and of what. */
export type Holder = Pick<GuardedPosition, 'id' | 'userId' | 'tokenMint' | 'symbol'>

export type PositionReaderDeps = {
  /** When any position changed last, by the database's clock; null where there is none. */
  newestChange: () => Promise<Date | null>
  loadPositions: (page: PositionPage) => Promise<GuardedPosition[]>
  now: () => Date
  /** A row that makes no sense: all others are guarded, and this one as it was known before, if it was. Told once. */
  onUnreadable: (row: Holder, error: unknown) => void
}

/** Rows are read again for so long after their change, because transactions end in another order than they begin. */
const OVERLAP_MS = 10_000
const RELOAD_MS = 30_000
const PAGE = 2_000
const PAGES_A_SWEEP = 3

/** Brings what changed in the database into the book, by pages and in turns, so that prices need not wait. */
export class PositionReader {
  private lastReading = -Infinity
  /** Which reading of all positions is under way or was the last, and the id it has come to; undefined: none under way. */
  private reading = 0
  private readTo: string | null | undefined
  /** The newest change read so far, by the database's clock: ours may differ from it. */
  private readUntil: Date | null = null
  /** In which reading of all each was met last. */
  private readonly unreadable = new Map<string, number>()

  constructor(
    private readonly deps: PositionReaderDeps,
    private readonly book: GuardBook,
  ) {}

  async read(): Promise<void> {
    await this.readChanges()
    await this.readAll()
  }

  private async readChanges(): Promise<void> {
    // What changes while all are read for the first time is newer than this, and read afterwards.
    this.readUntil ??= (await this.deps.newestChange()) ?? new Date(0)
    const since = new Date(this.readUntil.getTime() - OVERLAP_MS)
    let newest = this.readUntil
    let after: string | null = null
    do {
      const rows = await this.readPage(since, after)
      for (const { updatedAt } of rows) if (updatedAt > newest) newest = updatedAt
      after = nextPage(rows)
    } while (after !== null)
    this.readUntil = newest
  }

  /**
   * Reads every position again from time to time, in case a change was missed: some pages each sweep, and all of
   * them the first time. Those that no page brought are no longer guarded.
   */
  private async readAll(): Promise<void> {
    const now = this.deps.now().getTime()
    if (this.readTo === undefined) {
      if (now - this.lastReading < RELOAD_MS) return
      this.lastReading = now
      this.reading += 1
      this.readTo = null
    }
    let pages = 0
    do {
      this.readTo = nextPage(await this.readPage(null, this.readTo))
      pages += 1
    } while (this.readTo !== null && (this.reading === 1 || pages < PAGES_A_SWEEP))
    if (this.readTo !== null) return
    this.readTo = undefined
    await inSlices(this.book.all(), (guard) => {
      if (guard.reading < this.reading) this.book.drop(guard.id)
    })
    for (const [id, met] of this.unreadable) if (met < this.reading) this.unreadable.delete(id)
  }

  private async readPage(since: Date | null, after: string | null): Promise<GuardedPosition[]> {
    const rows = await this.deps.loadPositions({ since, after, limit: PAGE })
    await inSlices(rows, (row) => this.take(row))
    return rows
  }

  private take(row: GuardedPosition): void {
    try {
      this.book.take(row, this.reading)
      this.unreadable.delete(row.id)
    } catch (error) {
      if (!this.unreadable.has(row.id)) this.deps.onUnreadable(row, error)
      this.unreadable.set(row.id, this.reading)
    }
  }
}

/** Where the next page begins; null where this was the last. */
const nextPage = (rows: readonly GuardedPosition[]): string | null =>
  rows.length < PAGE ? null : rows.at(-1)!.id
