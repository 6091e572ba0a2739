import type { Bps } from '@/lib/domain/money/units'
import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import type { Tip } from '@/lib/domain/execution/landing-path'
import type { PriorityFee } from '@/lib/domain/execution/priority-fee'

export type SwapRequest = {
  inputMint: string
  outputMint: string
  /** Base units of the input token. */
  inputRaw: bigint
  slippageBps: Bps
}

/** A price, not yet a transaction. Amounts in base units. */
export type VenueQuote = SwapRequest & {
  venue: string
  outputRaw: bigint
  minOutputRaw: bigint
  /** Loss to the pool's depth, in percent; null where the venue does not say. */
  priceImpactPct: string | null
  /** The pools it goes through. */
  route: { pool: string; label: string }[]
  /**
   * What the wallet pays in native SOL beside the swap: network and priority fees and tips, without rent, which is the
   * same wherever a token is bought. null where the venue does not say before it builds.
   */
  costLamports: bigint | null
  /** The venue's answer, stored as the receipt. */
  raw: unknown
}

export type SwapOrder = SwapRequest & {
  wallet: string
  priority: SwapPriority
  /** What the transaction should pay to be taken soon; without it the venue's own estimate counts. */
  fee?: PriorityFee | null
  /** Beside the fee, where a transaction of this venue can carry it. */
  tip?: Tip | null
}

/** A quote for one wallet, and how to get its transaction. Building may cost the venue another request. */
export type VenueOffer = { quote: VenueQuote; build(): Promise<PreparedSwap> }

/** An unsigned transaction that does the quote. */
export type PreparedSwap = VenueQuote & {
  transaction: Uint8Array
  expiry: BlockhashWithExpiry
  /** What `land` needs to recognise it. */
  reference: string | null
  /** The tip that was built in: exactly this one may be in the bytes. Absent: none. */
  tip?: Tip | null
  /** Priority fee of the very bytes, where we set it ourselves. */
  priorityLamports?: bigint
}

export type LandingAnswer =
  | { outcome: 'landed'; signature: string; slot: bigint }
  /** In a block, with an error, or refused before any broadcast: it did not and cannot happen. */
  | { outcome: 'failed'; code: string; detail: string }
  /** Anything else. The signature decides. */
  | { outcome: 'unknown'; detail: string }

/**
 * A place that swaps. Throws AppError `venue.unavailable` (retryable) when it cannot answer,
 * `token.unknown` when it has no route. Nothing here signs.
 */
export interface ExecutionVenue {
  readonly name: string
  quote(request: SwapRequest): Promise<VenueQuote>
  /** `build` is of this very quote: what was compared is what gets signed. */
  offer(order: SwapOrder): Promise<VenueOffer>
  /** Hands the signed bytes to the venue's own broadcaster. Calling it again with the same bytes is safe. */
  land?(signed: Uint8Array, reference: string): Promise<LandingAnswer>
}

/** Exits go first wherever a budget is short; `refresh` is for what is only looked at, and goes last. */
export type SwapPriority = 'exit' | 'entry' | 'refresh'
