import { createHash } from 'node:crypto'
import type { JournalEntry, JournalRow } from '@/lib/contracts/journal'
import { canonicalJson } from '@/lib/domain/journal/canonical-json'

/** What the first row follows. */
export const CHAIN_START = '0'.repeat(64)

export const sha256 = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex')

export const linkEntry = (previousHash: string, entry: JournalEntry): JournalRow => {
  const linked = { ...entry, previousHash }
  return { ...linked, hash: sha256(linked) }
}
