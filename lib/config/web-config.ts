import { z } from 'zod'
import type { Mode } from '@/lib/contracts/health'
import { authSecret, httpUrl, mode, postgresUrl, redisUrl, wholeNumber } from './fields'
import { liveGuard, sandboxUrlGuard } from './guards'
import { paperFields, paperFrom, type PaperConfig } from './paper'
import { parseEnvironment, type Environment } from './parse-environment'
import { rateLimitFields, rateLimitsFrom, type RateLimits } from './rate-limits'
import { rpcProviderFields, rpcProvidersFrom, type RpcProvider } from './rpc-providers'
import { trustProxy } from './trust-proxy'
import { withdrawalFields, withdrawalGuard, withdrawalRulesFrom } from './withdrawals'
import type { WithdrawalRules } from '@/lib/domain/wallets/deny-withdrawal'
import { landingGuard, vendorFields, vendorsFrom, type VendorConfig } from './vendors'

export type WebConfig = VendorConfig & {
  mode: Mode
  host: string
  port: number
  /** Where browsers reach JARVIS when a proxy stands in front; null when they reach it directly. */
  publicUrl: string | null
  databaseUrl: string
  redisUrl: string
  authSecret: string
  rpcProviders: RpcProvider[]
  paper: PaperConfig
  rateLimits: RateLimits
  /** Addresses and CIDR blocks whose X-Forwarded-For is believed. */
  trustProxy: string[]
  withdrawals: WithdrawalRules
  dev: boolean
  /** Every answer is parsed against its schema, outside production. */
  checkAnswers: boolean
  logLevel: string
}

const schema = z.object({
  JARVIS_MODE: mode,
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: postgresUrl,
  REDIS_URL: redisUrl,
  AUTH_SECRET: authSecret,
  TRUST_PROXY: trustProxy,
  NEXTAUTH_URL: httpUrl.optional(),
  NODE_ENV: z.string().optional(),
  JARVIS_DEV: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ...rateLimitFields,
  ...rpcProviderFields,
  ...vendorFields,
  ...withdrawalFields,
  ...paperFields,
})

/** A loopback NEXTAUTH_URL only repeats HOST and PORT; any other is where browsers really are. */
const unlessLoopback = (url: string | undefined): string | null =>
  url === undefined || ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname) ? null : url

const sandboxUrls = sandboxUrlGuard('SOLANA_RPC_PUBLIC_URL', 'JUPITER_URL')

/** Throws ConfigError. */
export const loadWebConfig = (env: Environment = process.env): WebConfig => {
  const values = parseEnvironment('web', schema, env, (given) => [
    ...liveGuard(given),
    ...landingGuard(given),
    ...sandboxUrls(given),
    ...withdrawalGuard(given),
  ])
  return {
    ...vendorsFrom(values, values.JARVIS_MODE === 'sandbox'),
    mode: values.JARVIS_MODE,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? unlessLoopback(values.NEXTAUTH_URL),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    authSecret: values.AUTH_SECRET,
    rpcProviders: rpcProvidersFrom(values.JARVIS_MODE, values),
    paper: paperFrom(values),
    rateLimits: rateLimitsFrom(values),
    trustProxy: values.TRUST_PROXY,
    withdrawals: withdrawalRulesFrom(values),
    dev: values.JARVIS_DEV === '1' || values.NODE_ENV === 'development',
    checkAnswers: values.NODE_ENV !== 'production',
    logLevel: values.LOG_LEVEL,
  }
}
