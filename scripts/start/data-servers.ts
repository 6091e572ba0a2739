import path from 'node:path'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { StepFailure } from '../console/step-failure'
import { ensureDatabase, postgresUrl, preparePostgres } from '../embedded/postgres-server'
import { findRedis } from '../embedded/redis-binary'
import { redisUrl, startRedis } from '../embedded/redis-server'
import type { RunningServer } from '../embedded/server-process'
import { redisCacheFolder } from './cache-folder'
import { openLog } from './log-files'
import type { EmbeddedPorts } from './remembered-ports'
import type { Secrets } from './secrets'
import type { Settings } from './settings'

interface DataServers {
  settings: Settings
  secrets: Secrets
  ports: EmbeddedPorts
  say: (line: string) => void
  keep: (name: string, launch: () => Promise<RunningServer>) => Promise<void>
}

interface Connection {
  url: string
  remark: string
}

/** DATABASE_URL, or the embedded server in the data folder. */
export async function startDatabase({
  settings,
  secrets,
  ports,
  say,
  keep,
}: DataServers): Promise<Connection> {
  const given = process.env.DATABASE_URL
  if (given) {
    await checkDatabase(given)
    return { url: given, remark: `DATABASE_URL at ${hostOf(given)}` }
  }
  const options = {
    folder: path.join(settings.dataFolder, 'postgres'),
    port: ports.postgres,
    password: secrets.postgresPassword,
    durable: true,
    say,
    onLine: openLog(path.join(settings.dataFolder, 'logs'), 'postgres', 'nothing'),
  }
  await keep('postgres', await preparePostgres(options))
  const url = postgresUrl(options, 'jarvis')
  await ensureDatabase(url)
  return { url, remark: `embedded, port ${ports.postgres}` }
}

/** REDIS_URL, or the embedded server in the data folder. */
export async function startQueue({ settings, secrets, ports, say, keep }: DataServers): Promise<Connection> {
  const given = process.env.REDIS_URL
  if (given) {
    await checkRedis(given)
    return { url: given, remark: `REDIS_URL at ${hostOf(given)}` }
  }
  const options = {
    binary: await findRedis(redisCacheFolder(settings.root), say),
    folder: path.join(settings.dataFolder, 'redis'),
    port: ports.redis,
    password: secrets.redisPassword,
    durable: true,
    say,
    onLine: openLog(path.join(settings.dataFolder, 'logs'), 'redis', 'nothing'),
  }
  await keep('redis', () => startRedis(options))
  return {
    url: redisUrl(options),
    remark: `embedded ${options.binary.version} (${options.binary.origin}), port ${ports.redis}`,
  }
}

async function checkDatabase(url: string): Promise<void> {
  const fix =
    'Check that the server runs and that user, password and database name are right; unset DATABASE_URL to use the embedded one.'
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new StepFailure('DATABASE_URL is not a URL like postgres://user:password@host:5432/jarvis', fix)
  const sql = postgres(url, { max: 1, connect_timeout: 8, onnotice: () => undefined })
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version`
    if (Number(row?.version) < 150_000)
      throw new StepFailure(
        `DATABASE_URL leads to PostgreSQL ${Math.floor(Number(row?.version) / 10_000)}; 15 or later is needed`,
        fix,
      )
  } catch (error) {
    if (error instanceof StepFailure) throw error
    throw new StepFailure(
      `DATABASE_URL (${hostOf(url)}) cannot be used: ${(error as Error).message}`,
      fix,
      [],
      { cause: error },
    )
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function checkRedis(url: string): Promise<void> {
  const fix =
    'Check that the server runs and that the password is right; unset REDIS_URL to use the embedded one.'
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new StepFailure('REDIS_URL is not a URL like redis://:password@host:6379/0', fix)
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 8000,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw new StepFailure(`REDIS_URL (${hostOf(url)}) cannot be used: ${(error as Error).message}`, fix, [], {
      cause: error,
    })
  } finally {
    redis.disconnect()
  }
}

/** For the console: never the password. */
function hostOf(url: string): string {
  return new URL(url).host
}
