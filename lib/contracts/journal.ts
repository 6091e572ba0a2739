import { z } from 'zod'
import type { AttemptStatus } from '@/lib/domain/orders/attempt-status'
import type { Verdict } from '@/lib/domain/orders/held-entry'
import type { StoredSafety } from '@/lib/domain/tokens/safety'
import type { OrderStatus } from '@/lib/domain/orders/order-status'

const moment = (what: string) =>
  z
    .string()
    .refine((text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)), {
      error: `must be a day such as 2026-01-31 or a UTC time such as 2026-01-31T12:00:00Z: ${what}`,
    })
    .transform((text) => new Date(text))

export const journalFormats = ['jsonl', 'csv'] as const
export type JournalFormat = (typeof journalFormats)[number]

export const journalQuery = z
  .object({
    from: moment('orders placed then or later').optional(),
    to: moment('orders placed before it').optional(),
    format: z.enum(journalFormats, { error: 'must be jsonl or csv' }).default('jsonl'),
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be later than from' })

/**
 * One order with everything that led to it and came of it. Money is decimal text, amounts in base units.
 * docs/decision-journal.md explains each member.
 */
export type JournalEntry = {
  version: 1
  seq: number
  orderId: string
  createdAt: string
  actor: { kind: string; id?: string }
  token: { mint: string; symbol: string; decimals: number }
  inputs: Record<string, unknown>
  inputsHash: string
  requestHash: string | null
  risk: { verdict: Verdict; code: string | null; detail: string; numbers: unknown }
  safety: StoredSafety | null
  ai: unknown
  summary: string
  timeline: { at: string; step: string; detail: string }[]
  attempts: {
    signature: string
    venue: string
    status: AttemptStatus
    slot: string | null
    inputRaw: string
    quotedOutRaw: string
    minOutRaw: string
    error: string | null
  }[]
  outcome: {
    status: OrderStatus
    fills: {
      signature: string
      slot: string
      tokenRaw: string
      quoteRaw: string
      priceUsd: string
      feeLamports: string
      feeUsd: string | null
      at: string
    }[]
    realisedPnlUsd: string | null
    position: { id: string; status: string; exitReason: string | null } | null
  }
}

/** `hash` is the SHA-256 of all other members as canonical JSON; `previousHash` that of the row before. */
export type JournalRow = JournalEntry & { previousHash: string; hash: string }
/** The last line: without it a file is cut short. */
export type JournalEnd = { end: true; rows: number; head: string; from: string | null; to: string | null }
