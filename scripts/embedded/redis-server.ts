import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { commandLine, endProcess, identify } from './process-identity'
import type { RedisBinary } from './redis-binary'
import { endWithParent } from './run-as'
import { type RunningServer, ServerStartError, startServer } from './server-process'

export interface RedisOptions {
  binary: RedisBinary
  folder: string
  port: number
  password: string
  /** false only for tests: nothing is written to disk. */
  durable: boolean
  say: (line: string) => void
  onLine?: (line: string) => void
}

export function redisUrl(options: Pick<RedisOptions, 'port' | 'password'>): string {
  return `redis://:${options.password}@127.0.0.1:${options.port}/0`
}

export async function startRedis(options: RedisOptions): Promise<RunningServer> {
  fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const pidFile = path.join(options.folder, 'redis.pid')
  await clearOrphan(pidFile, options)
  const config = path.join(options.folder, 'redis.conf')
  // A file, not arguments: the password would be readable in the process list.
  fs.writeFileSync(config, configuration(options, pidFile), { mode: 0o600 })
  const tied = endWithParent('TERM', options.binary.command, [config])
  // setpriv resolves the real program itself, so argv0 can only be set where it is not in between.
  const direct = options.binary.argv0 !== undefined
  try {
    return await startServer({
      name: 'redis',
      command: direct ? options.binary.command : tied.command,
      args: direct ? [config] : tied.args,
      options: {
        argv0: options.binary.argv0,
        env: { ...process.env, ...options.binary.env },
        cwd: options.folder,
      },
      onLine: options.onLine,
      ready: () => untilPong(options),
      readyTimeoutMs: 60_000,
    })
  } catch (error) {
    if (!(error instanceof ServerStartError)) throw error
    throw new StepFailure(
      error.message,
      "The lines above are Redis's own. Redis only delivers; the truth is in PostgreSQL, so the folder\n" +
        `${options.folder} may be moved away and JARVIS started again. REDIS_URL replaces the embedded server.`,
      error.tail.slice(-12),
      { cause: error },
    )
  }
}

function configuration(options: RedisOptions, pidFile: string): string {
  const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  const lines = [
    'bind 127.0.0.1',
    `port ${options.port}`,
    'protected-mode yes',
    `requirepass ${options.password}`,
    `dir ${quote(options.folder)}`,
    `pidfile ${quote(pidFile)}`,
    'daemonize no',
    'databases 64',
    // The queue must fail loudly when memory runs out, never lose jobs silently.
    'maxmemory-policy noeviction',
    'save ""',
    ...(options.durable
      ? ['appendonly yes', 'appendfsync everysec', 'aof-load-truncated yes']
      : ['appendonly no']),
  ]
  return `${lines.join('\n')}\n`
}

async function clearOrphan(pidFile: string, options: RedisOptions): Promise<void> {
  if (!fs.existsSync(pidFile)) return
  const pid = Number(fs.readFileSync(pidFile, 'utf8'))
  const owner = identify(pid)
  // Redis rewrites its title to "redis-server 127.0.0.1:PORT"; a title of something else means a reused pid.
  if (owner && /(redis|valkey)-(server|check)/.test(commandLine(pid)) && owner.pid !== process.pid) {
    options.say(`stopping the Redis an earlier run left behind (pid ${pid})`)
    await endProcess(owner, [{ signal: 'SIGTERM', waitMs: 5000 }])
  }
  fs.rmSync(pidFile, { force: true })
}

async function untilPong(options: RedisOptions): Promise<void> {
  for (;;) {
    if (await answersPong(options)) return
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}

function answersPong({ port, password }: RedisOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    let text = ''
    const finish = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, () => finish(false))
    socket.on('error', () => finish(false))
    socket.on('close', () => resolve(false))
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.includes('+PONG')) finish(true)
      // -LOADING while the append-only file is read: ask again.
      else if (text.split('\r\n').length > 2) finish(false)
    })
  })
}
