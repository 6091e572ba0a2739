import type { Database } from '@/lib/db/client'
import type { LandingWays } from '@/lib/domain/execution/landing-path'
import type { Decimal } from '@/lib/domain/money/decimal'
import type { Logger } from '@/lib/observability/logger'
import type { BundleReader } from '@/lib/ports/bundle-reader'
import type { ChainReader, TransactionSender } from '@/lib/ports/chain'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { Signer, WalletMaker } from '@/lib/ports/signer'
import type { Transfers } from '@/lib/ports/transfers'
import type { LivePublisher } from '../live-publisher'
import type { ReadMarket } from '../market-view'
import type { ReadFeeLevels } from './fee-levels'
import type { ReadTipRoom } from './read-tip-room'
import type { SwapRouter } from './router/swap-router'

export type SwapIntent = {
  wallet: string
  inputMint: string
  outputMint: string
  inputRaw: bigint
  minOutputRaw: bigint
}

export type ExecutionDeps = {
  db: Database
  chain: ChainReader
  sender: TransactionSender
  router: SwapRouter
  signer: Signer
  transfers: Transfers
  reclaims: Reclaims
  walletMaker: WalletMaker
  /** Decodes the transaction and compares it with the intent; throws AppError when it does anything else. */
  verifySwap: (prepared: PreparedSwap, intent: SwapIntent) => Promise<void>
  /** Throws when the simulated balances do not keep the intent. */
  verifySimulation: (
    before: { lamports: bigint; tokens: ReadonlyMap<string, bigint> },
    after: { lamports: bigint; tokens: ReadonlyMap<string, bigint> },
    intent: SwapIntent,
  ) => void
  /** Whether a position of this token could be guarded; an entry into any other is not signed. */
  isGuardable: (mint: string) => Promise<boolean>
  /** The token is on its way from one pool to the next. */
  isBetweenPools: (mint: string) => boolean
  /** Dollars a SOL is worth; the last one known when nothing fresh is, null when none ever was. */
  solPriceUsd: () => Promise<Decimal | null>
  /** The same, up to two minutes old, and told at once where it has been told before. */
  roughSolPrice: () => Promise<Decimal | null>
  readMarket: ReadMarket
  feeLevels: ReadFeeLevels
  landingWays: LandingWays
  tipRoom: ReadTipRoom
  /** So many times longer than usual a trade may wait for its tip; 1 where nobody says otherwise. */
  tipPatience?: number
  /** null where nobody takes bundles. */
  bundleOf: BundleReader | null
  live: LivePublisher
  /** After a fill or a failed exit, so that the monitor sees it at once instead of at its next sweep. */
  onPositionChanged: (positionId: string, userId: number) => void
  logger: Logger
  now: () => Date
  newId: () => string
  random: () => number
  /** Resolves after `ms`, or rejects when the worker stops. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}
