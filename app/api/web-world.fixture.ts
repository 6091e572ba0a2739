import { createWebComposition } from '@/lib/composition/create-web-composition'
import { useWebComposition, type WebComposition } from '@/lib/composition/web'
import { loadWebConfig } from '@/lib/config/web-config'
import { runMigrations } from '@/lib/db/migrate'
import type { RouteFunction } from '@/lib/http/route-call'
import { redisReady } from '@/lib/queue/redis'
import { sandboxClient } from '@/sandbox/sandbox-client.fixture'
import { seed } from '@/scripts/seed'
import { createTestDatabase } from '@/scripts/test/test-database'
import { createTestRedis } from '@/scripts/test/test-redis'

const ORIGIN = 'http://127.0.0.1:3000'

export const webEnvironment = (parts: { databaseUrl: string; redisUrl: string; sandboxUrl: string }) => ({
  DATABASE_URL: parts.databaseUrl,
  REDIS_URL: parts.redisUrl,
  SANDBOX_URL: parts.sandboxUrl,
  AUTH_SECRET: 'a secret of at least thirty-two characters',
  JARVIS_VAULT_KEY: 'ab'.repeat(32),
  LOG_LEVEL: 'silent',
  JUPITER_URL: `${parts.sandboxUrl}/jupiter`,
  GECKOTERMINAL_URL: `${parts.sandboxUrl}/geckoterminal`,
  SOLANA_RPC_HELIUS_URL: `${parts.sandboxUrl}/rpc/helius`,
  SOLANA_RPC_PUBLIC_URL: `${parts.sandboxUrl}/rpc/public`,
  JUPITER_RPS: '200',
  RPC_RPS: '200',
  RATE_LIMIT_TRADE: '1000',
  RATE_LIMIT_GLOBAL: '1000',
  RATE_LIMIT_USER: '1000',
  RATE_LIMIT_ANALYTICS: '1000',
})

/** A seeded database, a Redis and a sandbox, and the web composition on them that the routes use. */
export const startWebWorld = async (overrides: Record<string, string> = {}) => {
  const [database, redis, sandbox] = await Promise.all([
    createTestDatabase(),
    createTestRedis(),
    sandboxClient(),
  ])
  const urls = { databaseUrl: database.url, redisUrl: redis.url, sandboxUrl: sandbox.url }
  const env = { ...webEnvironment(urls), ...overrides }
  await runMigrations(database.url)
  await seed(env)
  const web: WebComposition = createWebComposition(loadWebConfig(env))
  useWebComposition(web)
  await redisReady(web.redis, 5_000)
  await web.events.started()
  return {
    web,
    sandbox,
    close: async () => {
      useWebComposition(undefined)
      await web.close()
      await sandbox.close()
      await Promise.all([database.drop(), redis.drop()])
    },
  }
}

export type Call = {
  headers?: Record<string, string>
  body?: unknown
  text?: string
  params?: Record<string, string>
}

/** Calls a route's function as the server would. */
export const call = (
  route: RouteFunction,
  method: string,
  path: string,
  options: Call = {},
): Promise<Response> => {
  const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
  const request = new Request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-jarvis-peer': '203.0.113.9', ...options.headers },
    ...(text === undefined ? {} : { body: text }),
  })
  return route(request, { params: Promise.resolve(options.params ?? {}) })
}
