import { AppError, isAppError, type ErrorCode } from '@/lib/errors'

const titles: Record<ErrorCode, { status: number; title: string }> = {
  validation: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  'idempotency.conflict': { status: 409, title: 'The Idempotency-Key was used for another request' },
  'risk.position_size': { status: 422, title: 'The position would be too large' },
  'risk.daily_loss': { status: 422, title: "The day's loss limit is reached" },
  'risk.open_positions': { status: 422, title: 'Too many open positions' },
  'risk.correlation': { status: 422, title: 'Too many positions that move together' },
  'risk.insufficient_balance': { status: 422, title: 'Not enough balance' },
  'risk.exit_plan_required': { status: 422, title: 'A take-profit and a stop-loss are required' },
  'risk.locked': { status: 422, title: 'A protection has stopped new entries' },
  'risk.impact': { status: 422, title: 'The order would move the price too far' },
  'token.unknown': { status: 422, title: 'Unknown token' },
  'token.ambiguous': { status: 422, title: 'Several tokens have this symbol' },
  'token.unsafe': { status: 422, title: 'The token failed its safety checks' },
  'trading.halted': { status: 422, title: 'Trading is halted' },
  'withdrawal.address_unknown': { status: 422, title: 'The address is not in the address book' },
  'withdrawal.address_waiting': { status: 422, title: 'The address is still waiting' },
  'withdrawal.daily_cap': { status: 422, title: 'The daily withdrawal limit is reached' },
  rate_limited: { status: 429, title: 'Too many requests' },
  'venue.unavailable': { status: 503, title: 'No venue can serve this now' },
  internal: { status: 500, title: 'JARVIS made a mistake' },
}

/** A status other than the code's usual one travels in `extra.status`; headers in `extra.headers`. */
type ProblemExtra = { status?: number; headers?: Record<string, string> } & Record<string, unknown>

const INTERNAL = new AppError(
  'internal',
  'Something went wrong inside JARVIS. Nothing was done that its records do not show; try again, and tell the operator the request id if it persists.',
)

/** Anything thrown, as an AppError that is safe to show: the details of a bug stay in the log. */
export const presentable = (error: unknown): AppError => (isAppError(error) ? error : INTERNAL)

export const statusOf = (error: AppError): number => {
  const { status } = error.extra as ProblemExtra
  return typeof status === 'number' ? status : titles[error.code].status
}

/** RFC 9457. `type` is a path that stays the same for ever. */
export const problemResponse = (error: AppError, requestId: string): Response => {
  const { status: _, headers, ...extra } = error.extra as ProblemExtra
  const status = statusOf(error)
  const body = {
    ...extra,
    type: `/problems/${error.code}`,
    title: titles[error.code].title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}
