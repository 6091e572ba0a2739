import type { z } from 'zod'
import type { Logger } from '@/lib/observability/logger'
import type { SessionTokens } from './auth/session-token'
import type { TrustedProxies } from './client-address'
import type { Idempotency } from './idempotency'
import type { LimitClass } from './rate-limit/policy'
import type { RateLimiter } from './rate-limit/rate-limiter'

export type AuthLevel = 'none' | 'user' | 'admin'

export type RouteUser = {
  id: number
  email: string | null
  displayName: string
  isAdmin: boolean
  sessionVersion: number
}

/** What every route needs of the process it runs in. */
export type HttpRuntime = {
  logger: Logger
  now: () => Date
  newId: () => string
  tokens: SessionTokens
  /** For next-auth's CSRF hash. */
  authSecret: string
  /** Host of the public URL, where a proxy hides ours. */
  publicHost: string | null
  findSession(claim: { userId: number; sessionVersion: number }): Promise<RouteUser | null>
  limiter: RateLimiter
  trustedProxies: TrustedProxies
  /** Parse answers against their schema: in tests and development. */
  checkAnswers: boolean
}

export type Caller = { user: RouteUser; via: 'bearer' | 'cookie'; expiresAt: Date }

/** The context use cases take. */
export type RequestContext = {
  actor: { kind: 'user'; id: string; ip?: string }
  userId: number
  now: () => Date
  newId: () => string
}

type Known<A extends AuthLevel, T> = A extends 'none' ? null : T

export type RouteCall<A extends AuthLevel, Body, Query, Params, Key> = {
  request: Request
  requestId: string
  address: string
  logger: Logger
  caller: Known<A, Caller>
  ctx: Known<A, RequestContext>
  body: Body
  query: Query
  params: Params
  idempotency: Key
}

export type RouteAnswer = { status?: number; body: unknown; headers?: Record<string, string> }

/** Whether a route takes an Idempotency-Key; `optional`: null where the caller sends none. */
export type KeyUse = 'required' | 'optional' | 'unused'
type KeyOf<K extends KeyUse> = K extends 'required'
  ? Idempotency
  : K extends 'optional'
    ? Idempotency | null
    : null

export type RouteSpec<
  A extends AuthLevel,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Params extends z.ZodType,
  K extends KeyUse,
> = {
  /** Method and path template: names the route in logs and limits. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
  auth: A
  limit: LimitClass
  body?: Body
  query?: Query
  params?: Params
  idempotency?: K
  /** The schema of each status's body. A status without one is not checked. */
  answers: Record<number, z.ZodType>
  /** Params, query and body are not looked at: the answer is the same for all. */
  anyInput?: boolean
  /** Asked all the time by machines: logged at debug. */
  quiet?: boolean
  handle(
    call: RouteCall<A, z.output<Body>, z.output<Query>, z.output<Params>, KeyOf<K>>,
  ): Promise<RouteAnswer | Response>
}

/** As Next calls a route module's export, and as a test may call it. */
export type RouteFunction = (
  request: Request,
  context?: { params: Promise<Record<string, unknown>> },
) => Promise<Response>
