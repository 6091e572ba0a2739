import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { redisCacheFolder } from '../start/cache-folder'
import { choosePort, portFault } from './ports'
import { ensureDatabase, postgresUrl, preparePostgres } from './postgres-server'
import { identify, isRunning } from './process-identity'
import { findRedis } from './redis-binary'
import { redisUrl, startRedis } from './redis-server'
import { type RunningServer, startServer } from './server-process'

let folder: string
let said: string[]
const running: RunningServer[] = []
const say = (line: string) => void said.push(line)

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-embedded-'))
  fs.chmodSync(folder, 0o755)
  said = []
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop(4000)))
  fs.rmSync(folder, { recursive: true, force: true })
})

async function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  return work(sql).finally(() => sql.end({ timeout: 2 }))
}

describe('embedded PostgreSQL', () => {
  const prepare = async () => {
    const options = {
      folder: path.join(folder, 'postgres'),
      port: await choosePort(undefined, new Set()),
      password: 'secret',
    }
    const start = await preparePostgres({ ...options, durable: true, say })
    return {
      options,
      pidFile: path.join(options.folder, 'postmaster.pid'),
      start: async () => remember(await start()),
    }
  }
  const remember = (server: RunningServer) => {
    running.push(server)
    return server
  }

  it('keeps what was committed through kill -9, and starts again on the same folder', async () => {
    const { options, start } = await prepare()
    const first = await start()
    const url = postgresUrl(options, 'jarvis')
    await ensureDatabase(url)
    await ensureDatabase(url)
    await query(url, (sql) => sql.unsafe('create table kept as select 42 as answer'))
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    await start()
    expect(await query(url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }])
    expect(await query(url, (sql) => sql`show fsync`)).toEqual([{ fsync: 'on' }])
  })

  it('lets nobody in without the password', async () => {
    const { options, start } = await prepare()
    await start()
    const wrong = postgresUrl({ ...options, password: 'guess' }, 'postgres')
    await expect(query(wrong, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/)
  })

  it('is not stopped by a pid file whose pid was reused', async () => {
    const { start, pidFile } = await prepare()
    await (await start()).stop(4000)
    fs.writeFileSync(pidFile, `${process.pid}\n/somewhere\n`)
    await start()
    expect(said).toEqual([])
  })

  it('stops a server that an earlier run left behind', async () => {
    const { options, start, pidFile } = await prepare()
    await start()
    const orphan = identify(Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]))
    await start()
    expect(said).toEqual([`stopping the PostgreSQL an earlier run left behind (pid ${orphan?.pid})`])
    expect(orphan && isRunning(orphan)).toBe(false)
    expect(await query(postgresUrl(options, 'postgres'), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
  })

  it('leaves nothing that looks usable when it cannot be prepared', async () => {
    const options = { folder: path.join(folder, 'postgres'), port: 1, password: 'secret', durable: true, say }
    fs.writeFileSync(path.join(folder, 'postgres.password'), '')
    fs.mkdirSync(path.join(folder, 'postgres'))
    fs.writeFileSync(path.join(folder, 'postgres', 'PG_VERSION'), '14\n')
    await expect(preparePostgres(options)).rejects.toThrow('was made by PostgreSQL 14')
  })
})

describe('embedded Redis', () => {
  it('keeps what it was told through kill -9 and asks for the password', async () => {
    const binary = await findRedis(redisCacheFolder(process.cwd()), say)
    const options = {
      binary,
      folder: path.join(folder, 'redis'),
      port: await choosePort(undefined, new Set()),
      password: 'secret',
    }
    const first = await startRedis({ ...options, durable: true, say })
    const redis = new Redis(redisUrl(options))
    await redis.set('kept', 'yes')
    expect((await redis.config('GET', 'maxmemory-policy')) as string[]).toContain('noeviction')
    redis.disconnect()
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    running.push(await startRedis({ ...options, durable: true, say }))
    const again = new Redis(redisUrl(options))
    expect(await again.get('kept')).toBe('yes')
    again.disconnect()
    const stranger = new Redis(options.port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null })
    stranger.on('error', () => undefined)
    await expect(stranger.get('kept')).rejects.toThrow(/NOAUTH|Connection is closed/)
    stranger.disconnect()
  })
})

describe('a started program', () => {
  it('is ended together with what it has started itself', async () => {
    const script = `const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'])
      process.on('SIGTERM', () => {})
      console.log('child ' + child.pid)`
    let childPid = 0
    const server = await startServer({
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', script],
      ready: async (starting) => {
        childPid = Number((await starting.line(/^child \d+/)).split(' ')[1])
      },
    })
    const child = identify(childPid)
    await server.stop(200)
    expect(server.hasExited()).toBe(true)
    await expect.poll(() => child && isRunning(child), { timeout: 5000 }).toBe(false)
  })

  it('says why it did not start', async () => {
    const start = startServer({
      name: 'broken',
      command: process.execPath,
      args: ['-e', 'console.error("X must be Y"); process.exit(3)'],
      ready: async (starting) => void (await starting.line(/never/)),
    })
    await expect(start).rejects.toMatchObject({
      message: 'broken ended while starting (exit code 3)',
      tail: ['X must be Y'],
    })
  })

  it('ends with its parent, however that ends', async () => {
    const launcher = `import { startServer } from './scripts/embedded/server-process'
      const server = await startServer({ name: 'child', command: process.execPath, ipc: true, args: ['--import',
        './scripts/start/end-with-parent.mjs', '-e', 'setInterval(() => {}, 1000); console.log("up")'],
        ready: async (s) => void (await s.line(/up/)) })
      console.log(server.pid)
      process.kill(process.pid, 'SIGKILL')`
    let output = ''
    try {
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', launcher], {
        encoding: 'utf8',
      })
    } catch (error) {
      output = (error as { stdout: string }).stdout
    }
    const pid = Number(output.trim())
    expect(pid).toBeGreaterThan(0)
    await expect.poll(() => identify(pid), { timeout: 10_000 }).toBeNull()
  })
})

describe('ports', () => {
  it('keeps a remembered port while it is free, and moves when it is not', async () => {
    const port = await choosePort(undefined, new Set())
    expect(await choosePort(port, new Set())).toBe(port)
    expect(await choosePort(port, new Set([port]))).not.toBe(port)
    const server = await startServer({
      name: 'holder',
      command: process.execPath,
      args: [
        '-e',
        `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`,
      ],
      ready: async (starting) => void (await starting.line(/up/)),
    })
    running.push(server)
    expect(await portFault(port)).toBe('EADDRINUSE')
    expect(await choosePort(port, new Set())).not.toBe(port)
  })
})
