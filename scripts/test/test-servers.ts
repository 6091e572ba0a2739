import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { choosePort } from '../embedded/ports'
import { postgresUrl, preparePostgres } from '../embedded/postgres-server'
import { findRedis } from '../embedded/redis-binary'
import { identify } from '../embedded/process-identity'
import { redisUrl, startRedis } from '../embedded/redis-server'
import type { RunningServer } from '../embedded/server-process'
import { redisCacheFolder } from '../start/cache-folder'

export interface TestServers {
  databaseUrl: string
  redisUrl: string
  stop(): Promise<void>
}

const PREFIX = 'jarvis-test-'

/**
 * TEST_DATABASE_URL and TEST_REDIS_URL where set; else servers of our own in a temporary folder that keep nothing.
 */
export async function startTestServers(say: (line: string) => void): Promise<TestServers> {
  removeAbandonedFolders()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`))
  const password = randomBytes(12).toString('hex')
  const running: RunningServer[] = []
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop(4000)))
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    const database = process.env.TEST_DATABASE_URL || (await startPostgres())
    const redis = process.env.TEST_REDIS_URL || (await startOwnRedis())
    return { databaseUrl: database, redisUrl: redis, stop }
  } catch (error) {
    await stop()
    throw error
  }

  async function startPostgres(): Promise<string> {
    // Somebody else than root may have to enter it.
    fs.chmodSync(folder, 0o755)
    const options = {
      folder: path.join(folder, 'postgres'),
      port: await choosePort(undefined, new Set()),
      password,
    }
    const start = await preparePostgres({ ...options, durable: false, say })
    running.push(await start())
    return postgresUrl(options, 'postgres')
  }

  async function startOwnRedis(): Promise<string> {
    const binary = await findRedis(redisCacheFolder(process.cwd()), say)
    const options = {
      folder: path.join(folder, 'redis'),
      port: await choosePort(undefined, new Set()),
      password,
    }
    running.push(await startRedis({ ...options, binary, durable: false, say }))
    return redisUrl(options)
  }
}

/** Runs that were killed could not clean up: their servers ended with them, their folders stayed. */
function removeAbandonedFolders(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (pid && !identify(pid)) fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true })
  }
}
