import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { PaperConfig } from '@/lib/config/paper'
import type { Database } from '@/lib/db/client'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import type { SwapRouter } from '@/lib/services/execution/router/swap-router'
import { createPaperChain } from '@/lib/services/paper/paper-chain'
import { createPaperRouter } from '@/lib/services/paper/paper-router'
import { createPaperSender } from '@/lib/services/paper/paper-sender'
import { createPaperSigner, requireTicket } from '@/lib/services/paper/paper-signer'
import { verifyTicket } from '@/lib/services/paper/verify-ticket'

type Deps = { db: Database; paper: PaperConfig; now: () => Date }

/**
 * The chain as paper mode sees it: blocks, pools and mints are real, wallets and transactions are rows of
 * Postgres. What is sent through it goes nowhere.
 */
export const paperRpc = (rpc: SolanaRpc, { db, paper, now }: Deps): SolanaRpc => ({
  ...rpc,
  ...createPaperChain({ db, chain: rpc, settings: paper, now }),
  send: async (signed) => {
    requireTicket(signed)
    throw new Error('a ticket is filled by the paper sender')
  },
})

/** What replaces the parts of execution that would build, check, sign and send a transaction. */
export const paperExecution = (
  rpc: SolanaRpc,
  router: SwapRouter,
  { db, paper, now }: Deps,
): Pick<ExecutionDeps, 'sender' | 'router' | 'signer' | 'verifySwap'> => {
  const deps = {
    db,
    chain: rpc,
    router,
    settings: paper,
    now,
    newId: randomUUID,
    pause: (ms: number) => pause(ms),
  }
  return {
    router: createPaperRouter(deps),
    signer: createPaperSigner(),
    sender: createPaperSender(deps),
    verifySwap: verifyTicket,
  }
}
