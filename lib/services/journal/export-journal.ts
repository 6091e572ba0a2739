import type { JournalEnd, JournalFormat, JournalRow } from '@/lib/contracts/journal'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { journalPage } from '@/lib/db/journal-repository'
import type { Context } from '../context'
import { csvHead, csvLine } from './journal-csv'
import { CHAIN_START, linkEntry } from './journal-chain'
import { journalEntries } from './journal-entries'

const PAGE = 200

export type ExportJournalInput = { from?: Date | undefined; to?: Date | undefined; format: JournalFormat }

/** The caller's own orders, oldest first, each chained to the one before, a page in memory at a time. */
async function* journalRows(
  deps: { db: Database },
  ctx: Context,
  input: ExportJournalInput,
): AsyncGenerator<JournalRow> {
  const range = { userId: ctx.userId, from: input.from, to: input.to }
  let after: { createdAt: Date; id: string } | null = null
  let previousHash = CHAIN_START
  let seq = 0
  for (;;) {
    const page: Awaited<ReturnType<typeof journalPage>> = await journalPage(deps.db, range, after, PAGE)
    if (page === null) return
    for (const content of journalEntries(page)) {
      const row = linkEntry(previousHash, { ...content, seq: ++seq })
      previousHash = row.hash
      yield row
    }
    const last = page.orders.at(-1)!
    after = { createdAt: last.createdAt, id: last.id }
  }
}

/**
 * The journal as lines of text. The number of rows and the last hash go into the audit log, so that a file can
 * be told from one that was changed or cut after it left. Nothing is recorded when the reader goes away first.
 */
export async function* exportJournal(
  deps: { db: Database },
  ctx: Context,
  input: ExportJournalInput,
): AsyncGenerator<string> {
  const csv = input.format === 'csv'
  let rows = 0
  let head = CHAIN_START
  if (csv) yield csvHead()
  for await (const row of journalRows(deps, ctx, input)) {
    rows = row.seq
    head = row.hash
    yield csv ? csvLine(row) : `${JSON.stringify(row)}\n`
  }
  const end: JournalEnd = {
    end: true,
    rows,
    head,
    from: input.from?.toISOString() ?? null,
    to: input.to?.toISOString() ?? null,
  }
  await recordAudit(deps.db, {
    userId: ctx.userId,
    actor: ctx.actor,
    action: 'journal.exported',
    subject: String(ctx.userId),
    details: { ...end, format: input.format },
  })
  if (!csv) yield `${JSON.stringify(end)}\n`
}
