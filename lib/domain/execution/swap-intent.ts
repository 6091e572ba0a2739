/** What we asked for, against which a venue's transaction is judged before anything is signed. */
export type SwapIntent = {
  /** Owner, fee payer and only signer. */
  wallet: string
  inputMint: string
  outputMint: string
  /** Most that may be spent and least that must arrive, in base units. */
  inputRaw: bigint
  minOutRaw: bigint
  /** The wallet's own token accounts by mint: the associated ones, under either token program. */
  inputAccounts: readonly string[]
  outputAccounts: readonly string[]
  /** The wallet's associated account of wrapped SOL. */
  wrappedSolAccount: string
  /** The one payment in native SOL that was agreed, and where to; null: none. */
  tip: { account: string; lamports: bigint } | null
  limits: SwapLimits
}

export type SwapLimits = {
  /** Network fee and priority fee together. */
  maxFeeLamports: bigint
  /** Native SOL that may go into the wallet's own account of wrapped SOL. */
  maxTransferLamports: bigint
  /** Native SOL that may leave altogether: fees, tips and the rent of new token accounts. */
  maxLamportsSpent: bigint
  /** What the venue may keep of the output, in hundredths of a percent. */
  maxPlatformFeeBps: number
}

/**
 * 0.0021 SOL of fees at most, which is what may be paid for a trade and its signature whoever builds it; a tip of
 * 0.001 SOL and rent for up to three new token accounts (2,039,280 lamports each) on top.
 */
export const DEFAULT_SWAP_LIMITS: SwapLimits = {
  maxFeeLamports: 2_100_000n,
  maxTransferLamports: 1_000_000n,
  maxLamportsSpent: 13_000_000n,
  maxPlatformFeeBps: 100,
}

/** Why a transaction must not be signed, in words for the order's timeline. */
export type CheckResult = { ok: true } | { ok: false; problem: string }
