/** Every code an outsider can meet, in a problem+json body or in an order's denial. */
export const errorCodes = [
  'validation',
  'unauthenticated',
  'forbidden',
  'not_found',
  'rate_limited',
  'idempotency.conflict',
  'risk.position_size',
  'risk.daily_loss',
  'risk.open_positions',
  'risk.correlation',
  'risk.insufficient_balance',
  'risk.exit_plan_required',
  'risk.locked',
  'risk.impact',
  'token.unknown',
  'token.ambiguous',
  'token.unsafe',
  'trading.halted',
  'withdrawal.address_unknown',
  'withdrawal.address_waiting',
  'withdrawal.daily_cap',
  'venue.unavailable',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * What a caller may do next.
 * - `retryable`: nothing happened, the same call may succeed later
 * - `permanent`: the same call can never succeed
 * - `outcome_unknown`: it may have taken effect; find out before doing anything again
 */
export type RetryClass = 'retryable' | 'permanent' | 'outcome_unknown'

export type AppErrorOptions = {
  retry?: RetryClass
  cause?: unknown
  /** Extra members of the problem+json body: field errors, the limit that broke, what would pass. */
  extra?: Record<string, unknown>
}

/** The one error class with a meaning beyond "bug". `message` is written for the person who asked. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly retry: RetryClass
  readonly extra: Record<string, unknown>

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retry = options.retry ?? 'permanent'
    this.extra = options.extra ?? {}
  }
}

/** Two bundles of this file can live in one process, so the class identity is not enough. */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof AppError || (error instanceof Error && error.name === 'AppError' && 'code' in error)

export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
