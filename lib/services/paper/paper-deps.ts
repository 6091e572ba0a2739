import type { Database } from '@/lib/db/client'
import type { ChainReader } from '@/lib/ports/chain'
import type { ExecutionVenue } from '@/lib/ports/execution-venue'

export type PaperSettings = {
  /** What a wallet starts with, in base units. */
  usdcRaw: bigint
  lamports: bigint
  /** From decision to block. */
  latencyMs: number
  priorityFeeLamports: bigint
}

/** Paper mode in place of chain, sender, signer and the venue's transactions. `chain` and `venue` are real. */
export type PaperDeps = {
  db: Database
  chain: Pick<ChainReader, 'slot' | 'finalizedBlockHeight'>
  venue: Pick<ExecutionVenue, 'name' | 'quote'>
  settings: PaperSettings
  now: () => Date
  newId: () => string
  /** Resolves after `ms`, or rejects when the process stops. */
  pause: (ms: number) => Promise<void>
}
