import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { StepFailure } from '../console/step-failure'
import { locatePostgres } from './postgres-binaries'
import { clearPostgresOrphan } from './postgres-orphan'
import { type RunAs, chooseRunAs, endWithParent, giveFolderTo } from './run-as'
import { type RunningServer, ServerStartError, startServer } from './server-process'

export interface PostgresOptions {
  /** Absolute; made when missing. */
  folder: string
  port: number
  password: string
  /** false only for tests: data may be lost with the machine. */
  durable: boolean
  say: (line: string) => void
  onLine?: (line: string) => void
}

const USER = 'jarvis'

/** Prepares the data folder once and returns a function that starts the server (again after a crash). */
export async function preparePostgres(options: PostgresOptions): Promise<() => Promise<RunningServer>> {
  const binaries = locatePostgres()
  const runAs = chooseRunAs()
  const fresh = !fs.existsSync(path.join(options.folder, 'PG_VERSION'))
  if (fresh) initialise(binaries.initdb, runAs, options)
  checkVersion(options.folder)
  giveFolderTo(options.folder, runAs.owner)
  return () => start(binaries.postgres, runAs, options)
}

export function postgresUrl(options: Pick<PostgresOptions, 'port' | 'password'>, database: string): string {
  return `postgres://${USER}:${options.password}@127.0.0.1:${options.port}/${database}`
}

/** Creates the database where it does not exist yet. */
export async function ensureDatabase(url: string): Promise<void> {
  const target = new URL(url)
  const name = target.pathname.slice(1)
  target.pathname = '/postgres'
  const sql = postgres(target.href, { max: 1, onnotice: () => undefined, connect_timeout: 10 })
  try {
    const [row] = await sql`select 1 as found from pg_database where datname = ${name}`
    if (!row) await sql.unsafe(`create database "${name.replaceAll('"', '""')}"`)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function initialise(initdb: string, runAs: RunAs, options: PostgresOptions): void {
  // Made beside its place and moved there when complete: an interrupted initdb leaves nothing that looks usable.
  const building = `${options.folder}.new`
  const passwordFile = `${options.folder}.password`
  fs.rmSync(building, { recursive: true, force: true })
  fs.mkdirSync(building, { recursive: true, mode: 0o700 })
  fs.writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 })
  giveFolderTo(building, runAs.owner)
  if (runAs.owner) fs.chownSync(passwordFile, runAs.owner.uid, runAs.owner.gid)
  const args = ['-D', building, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  args.push('--encoding=UTF8', '--locale=C', ...(options.durable ? [] : ['--no-sync']))
  const { command, args: full, uid, gid } = runAs.wrap(initdb, args)
  const result = spawnSync(command, full, { encoding: 'utf8', uid, gid, cwd: '/', env: serverEnv() })
  fs.rmSync(passwordFile, { force: true })
  if (result.status !== 0) {
    fs.rmSync(building, { recursive: true, force: true })
    throw new StepFailure(
      `PostgreSQL could not prepare its data folder ${options.folder} (running as: ${runAs.name})`,
      'Check that the disk is not full and that the folder can be written. If JARVIS runs as root inside a locked-down\n' +
        'container, run it as an ordinary user, put JARVIS_DATA_DIR in a folder every user can reach, or set DATABASE_URL.',
      [result.error?.message ?? '', ...(result.stderr ?? '').split('\n')].filter(Boolean).slice(-12),
    )
  }
  fs.renameSync(building, options.folder)
}

function checkVersion(folder: string): void {
  const version = fs.readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version === '15') return
  throw new StepFailure(
    `The data folder ${folder} was made by PostgreSQL ${version}, JARVIS brings PostgreSQL 15`,
    `Point JARVIS_DATA_DIR at another folder, or run that PostgreSQL yourself and set DATABASE_URL.`,
  )
}

async function start(binary: string, runAs: RunAs, options: PostgresOptions): Promise<RunningServer> {
  const args = ['-D', options.folder, '-p', String(options.port)]
  args.push('-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200')
  // Parallel workers want /dev/shm, which containers keep tiny, and these tables gain nothing from them.
  args.push('-c', 'max_parallel_workers_per_gather=0', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC')
  if (!options.durable)
    args.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off')
  // SIGTERM is the smart stop: whoever is connected may still finish.
  const tied = endWithParent('TERM', binary, args)
  const { command, args: full, uid, gid } = runAs.wrap(tied.command, tied.args)
  const deadline = Date.now() + 20_000
  for (;;) {
    await clearPostgresOrphan(options.folder, options.say)
    try {
      return await startServer({
        name: 'postgres',
        command,
        args: full,
        options: { uid, gid, cwd: '/', env: serverEnv() },
        onLine: options.onLine,
        ready: async (server) => void (await server.line(/database system is ready to accept connections/)),
        readyTimeoutMs: 120_000,
        stopSignals: ['SIGINT', 'SIGQUIT'],
      })
    } catch (error) {
      if (!(error instanceof ServerStartError)) throw error
      // Back ends of a postmaster that was killed -9 need a moment to notice.
      const lingering = error.tail.some((line) => /shared memory block is still in use|lock file/.test(line))
      if (lingering && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 500))
        continue
      }
      throw new StepFailure(
        error.message,
        "The lines above are PostgreSQL's own. If the data folder is damaged, restore a backup; if it holds nothing of\n" +
          `value, move ${options.folder} away and start again. DATABASE_URL replaces the embedded server.`,
        error.tail.slice(-12),
        { cause: error },
      )
    }
  }
}

function serverEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}
