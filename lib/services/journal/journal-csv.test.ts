import { describe, expect, it } from 'vitest'
import type { JournalRow } from '@/lib/contracts/journal'
import { csvHead, csvLine } from './journal-csv'

const row = (change: Partial<JournalRow>): JournalRow => ({
  version: 1,
  seq: 1,
  orderId: 'o-1',
  createdAt: '2026-01-31T12:00:00.000Z',
  actor: { kind: 'user', id: '1' },
  token: { mint: 'M', symbol: 'BONK', decimals: 5 },
  inputs: { side: 'SELL', reason: 'STOP_LOSS' },
  inputsHash: 'i',
  requestHash: null,
  risk: { verdict: 'accepted', code: null, detail: '', numbers: null },
  safety: null,
  ai: null,
  summary: 'Sell all.',
  timeline: [],
  attempts: [],
  outcome: { status: 'FILLED', fills: [], realisedPnlUsd: '-12.5', position: null },
  previousHash: 'p',
  hash: 'h',
  ...change,
})

describe('a line of the journal for a spreadsheet', () => {
  it('has a cell for each column', () => {
    const cells = csvLine(row({})).trimEnd().split(',')
    expect(cells).toHaveLength(csvHead().split(',').length)
    expect(cells).toContain('-12.5')
    expect(cells.at(-1)).toBe('h')
  })

  it('cuts a price that was divided out to what a price can mean', () => {
    const fill = {
      tokenRaw: '464053816445',
      quoteRaw: '100000000',
      priceUsd: `0.0000215492247787282390${'8'.repeat(60)}`,
    }
    const outcome = { status: 'FILLED', fills: [fill], realisedPnlUsd: null, position: null }
    const cells = csvLine(row({ outcome: outcome as unknown as JournalRow['outcome'] })).split(',')
    expect(cells).toContain('0.0000215492247787282391')
  })

  it('quotes commas, quotes and line breaks', () => {
    expect(csvLine(row({ summary: 'Say "go", then\nwait.' }))).toContain('"Say ""go"", then\nwait."')
  })

  it.each(['=1+1', '+cmd', '-x', '@SUM(A1)', '\tx'])('lets no stranger name a formula: %j', (symbol) => {
    const line = csvLine(row({ token: { mint: 'M', symbol, decimals: 0 } }))
    expect(line).toContain(`,'${symbol},`)
  })
})
