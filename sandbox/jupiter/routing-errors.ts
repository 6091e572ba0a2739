import { HttpError, reply } from '@/sandbox/http/exchange'

/** The documented codes of the Metis API that this stand-in can answer. */
export type RoutingErrorCode =
  | 'COULD_NOT_FIND_ANY_ROUTE'
  | 'TOKEN_NOT_TRADABLE'
  | 'NOT_SUPPORTED'
  | 'CIRCULAR_ARBITRAGE_IS_DISABLED'
  | 'MARKET_NOT_FOUND'
  | 'INVALID_COMPUTE_UNIT_PRICE_AND_PRIORITIZATION_FEE'

export class RoutingError extends HttpError {
  constructor(
    readonly errorCode: RoutingErrorCode,
    readonly text: string,
  ) {
    super(reply(400, { error: text, errorCode }))
    this.name = 'RoutingError'
  }
}

/** A parameter that Jupiter's own parser refuses: a sentence without a code. */
export const invalidParameter = (error: string) => new HttpError(reply(400, { error }))
