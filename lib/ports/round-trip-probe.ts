export type ProbedRoundTrip =
  /** `sellAt` is the index of the selling instruction. */
  | { kind: 'ready'; transaction: Uint8Array; sellAt: number }
  /** The two ways do not fit into one transaction, or nothing is built in this mode. */
  | { kind: 'untestable' }
  /** The venue sells the token and knows no way to take it back. */
  | { kind: 'no_way_back' }

/** Both ways of a trade in one transaction that nobody signs: to see whether what is bought can be sold. */
export interface RoundTripProbe {
  /**
   * Buys `mint` for `inputRaw` of `payMint` and sells nearly all of it again, at any price. Throws AppError
   * `venue.unavailable` (retryable) when the venue cannot answer, `token.unknown` when it does not sell the token.
   */
  prepare(request: {
    wallet: string
    payMint: string
    mint: string
    inputRaw: bigint
  }): Promise<ProbedRoundTrip>
}
