type MarketErrorCode = 'unknown_token' | 'ambiguous_symbol' | 'invalid_input'

/** A request to the market that cannot be met; the message tells the caller what to change. */
export class MarketError extends Error {
  constructor(
    readonly code: MarketErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message)
    this.name = 'MarketError'
  }
}
