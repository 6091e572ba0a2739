import { Redis } from 'ioredis'
import postgres from 'postgres'
import type { Cleanup } from './cleanup'

/** Redis database that the integration tests leave alone. */
const REDIS_DATABASE = 15

/** TEST_DATABASE_URL and TEST_REDIS_URL as settings of an instance: a database of its own, dropped at the end. */
export async function externalServers(
  env: NodeJS.ProcessEnv,
  cleanup: Cleanup,
): Promise<Record<string, string>> {
  const settings: Record<string, string> = {}
  if (env.TEST_DATABASE_URL) settings.DATABASE_URL = await ownDatabase(env.TEST_DATABASE_URL, cleanup)
  if (env.TEST_REDIS_URL) settings.REDIS_URL = await emptyRedis(env.TEST_REDIS_URL, cleanup)
  return settings
}

async function ownDatabase(server: string, cleanup: Cleanup): Promise<string> {
  const name = `jarvis_e2e_${process.pid}`
  const run = async (statement: string) => {
    const sql = postgres(server, { max: 1, onnotice: () => undefined })
    await sql.unsafe(statement).finally(() => sql.end({ timeout: 2 }))
  }
  await run(`create database "${name}"`)
  cleanup.add(() => run(`drop database if exists "${name}" with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function emptyRedis(server: string, cleanup: Cleanup): Promise<string> {
  const url = new URL(server)
  url.pathname = `/${REDIS_DATABASE}`
  const flush = async () => {
    const redis = new Redis(url.href, { maxRetriesPerRequest: 2 })
    await redis.flushdb().finally(() => redis.disconnect())
  }
  await flush()
  cleanup.add(flush)
  return url.href
}
