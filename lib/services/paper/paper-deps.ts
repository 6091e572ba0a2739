import type { Database } from '@/lib/db/client'
import type { ChainReader } from '@/lib/ports/chain'
import type { SwapRouter } from '../execution/router/swap-router'

export type PaperSettings = {
  /** What a wallet starts with, in base units. */
  usdcRaw: bigint
  lamports: bigint
  /** From decision to block. */
  latencyMs: number
  priorityFeeLamports: bigint
}

/** Paper mode in place of chain, sender, signer and the venue's transactions. `chain` and `router` are real. */
export type PaperDeps = {
  db: Database
  chain: Pick<ChainReader, 'slot' | 'finalizedBlockHeight'>
  router: Pick<SwapRouter, 'quotes'>
  settings: PaperSettings
  now: () => Date
  newId: () => string
  /** Resolves after `ms`, or rejects when the process stops. */
  pause: (ms: number) => Promise<void>
}
