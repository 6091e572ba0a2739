import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { runningSandbox } from '@/scripts/drills/drill-sandbox'
import { openTradingWorld, type TradingWorld } from '@/scripts/drills/trading-world'
import { startTestServers } from '@/scripts/test/test-servers'

const SLOT_MS = 400
const READY_LIMIT_MS = 60_000

export type BenchWorld = TradingWorld & { sandboxPid: number }

/**
 * JARVIS without its web process, in this process, on a PostgreSQL and a Redis of its own; the sandbox is a
 * process of its own with slots of 400 ms, and the request budgets are those of `npm start`.
 */
export const openBenchWorld = async (
  options: { tokens: number; front?: (sandboxUrl: string) => Promise<string> } = { tokens: 0 },
): Promise<BenchWorld> => {
  const ends: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of ends.reverse()) await end()
  }
  try {
    const servers = await startTestServers((line) => console.log(`  ${line}`))
    ends.push(() => servers.stop())
    const child = await startSandboxProcess(options.tokens)
    ends.push(() => child.end())
    const sandbox = await runningSandbox({ url: child.url, geyserUrl: child.geyserUrl, slotMs: SLOT_MS })
    const [database, redis] = await Promise.all([
      emptyDatabase(servers.databaseUrl),
      emptyRedis(servers.redisUrl),
    ])
    const world = await openTradingWorld({
      house: { database, redis, sandbox },
      // What is put in front stands before the nodes only: no stream may pass it by.
      environment: { JUPITER_RPS: '200', RPC_RPS: '200', ...(options.front ? { GEYSER_URL: '' } : {}) },
      ...(options.front ? { front: options.front } : {}),
    })
    ends.push(() => world.close())
    return { ...world, sandboxPid: child.pid, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Slots of 400 ms, `tokens` more than the usual market has. */
export const startSandboxProcess = async (tokens: number) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'jarvis-bench-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: {
      ...process.env,
      SANDBOX_PORT: '0',
      GEYSER_PORT: '0',
      SANDBOX_SLOT_MS: String(SLOT_MS),
      SANDBOX_EXTRA_TOKENS: String(tokens),
      JARVIS_DATA_DIR: folder,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { ...(await readyUrls(child)), pid: child.pid!, end }
  } catch (error) {
    await end()
    throw error
  }
}

const readyUrls = (child: ChildProcess): Promise<{ url: string; geyserUrl: string }> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sandbox was not ready in time')), READY_LIMIT_MS)
    let text = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const [, url, geyserUrl] = /sandbox ready (\S+) geyser (\S+)/.exec(text) ?? []
      if (!url || !geyserUrl) return
      clearTimeout(timer)
      resolve({ url, geyserUrl })
    })
    child.once('exit', () => reject(new Error(`the sandbox ended before it was ready: ${text}`)))
  })

const emptyDatabase = async (server: string) => {
  const name = `jarvis_bench_${process.pid}_${randomBytes(4).toString('hex')}`
  const on = async (statement: string) => {
    const sql = postgres(server, { max: 1, onnotice: () => undefined })
    await sql.unsafe(statement).finally(() => sql.end({ timeout: 2 }))
  }
  await on(`create database "${name}"`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => on(`drop database if exists "${name}" with (force)`) }
}

const emptyRedis = async (server: string) => {
  const url = new URL(server)
  url.pathname = '/1'
  const flush = async () => {
    const redis = new Redis(url.href, { maxRetriesPerRequest: 2 })
    await redis.flushdb().finally(() => redis.disconnect())
  }
  await flush()
  return { url: url.href, drop: flush }
}
