import { wholeNumber } from './fields'

const perMinute = (usual: number) => wholeNumber(1, 1_000_000).default(usual)

/** Requests per minute. */
export const rateLimitFields = {
  RATE_LIMIT_GLOBAL: perMinute(100),
  RATE_LIMIT_USER: perMinute(10),
  RATE_LIMIT_TRADE: perMinute(5),
  RATE_LIMIT_ANALYTICS: perMinute(20),
  RATE_LIMIT_EXIT: perMinute(60),
  RATE_LIMIT_SESSION: perMinute(600),
}

export type RateLimits = {
  /** All requests of one client address. */
  address: number
  /** One user on one endpoint, where no other limit is named. */
  user: number
  /** Buying. */
  trade: number
  /** Analysis, tokens, candles. */
  analytics: number
  /** Selling, cancelling, changing exits: nobody may be locked into a falling position. */
  exit: number
  /** Reads with the session cookie: a dashboard reloading is not an attack. */
  session: number
}

type RateLimitValues = { [name in keyof typeof rateLimitFields]: number }

export const rateLimitsFrom = (env: RateLimitValues): RateLimits => ({
  address: env.RATE_LIMIT_GLOBAL,
  user: env.RATE_LIMIT_USER,
  trade: env.RATE_LIMIT_TRADE,
  analytics: env.RATE_LIMIT_ANALYTICS,
  exit: env.RATE_LIMIT_EXIT,
  session: env.RATE_LIMIT_SESSION,
})
