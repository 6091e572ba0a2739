import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { fetchRedisFromApt } from './redis-apt'

export interface RedisBinary {
  command: string
  /** Debian's one program is server, checker and sentinel in one and decides by the name it was called with. */
  argv0?: string
  env?: Record<string, string>
  version: string
  origin: string
}

/** REDIS_URL aside: a server on PATH, one fetched earlier, or one fetched now through apt. */
export async function findRedis(cacheFolder: string, say: (line: string) => void): Promise<RedisBinary> {
  const tried: string[] = []
  const found = findInstalledRedis(cacheFolder, tried)
  if (found) return found
  const fetched = await fetchRedisFromApt(cacheFolder, say)
  if (fetched.ok) {
    const fresh = findInstalledRedis(cacheFolder, tried)
    if (fresh) return fresh
  }
  throw new StepFailure(
    'Redis is not installed and could not be fetched',
    'Install it with the one command of your system and start again, or set REDIS_URL to a running one:\n' +
      '  Debian, Ubuntu:  sudo apt-get install redis-server\n' +
      '  Fedora, RHEL:    sudo dnf install redis        Alpine: apk add redis        macOS: brew install redis',
    [...tried, ...fetched.details].slice(-12),
  )
}

/** Looks without changing anything; null when there is none that works. */
export function findInstalledRedis(cacheFolder: string, tried: string[] = []): RedisBinary | null {
  for (const name of ['redis-server', 'valkey-server']) {
    const command = onPath(name)
    const binary = command && probe({ command, origin: `${name} on PATH` }, tried)
    if (binary) return binary
  }
  return probeFetched(cacheFolder, tried)
}

function probeFetched(cacheFolder: string, tried: string[]): RedisBinary | null {
  const tree = path.join(cacheFolder, 'root')
  if (!fs.existsSync(tree)) return null
  const libraries = ['usr/lib', 'lib'].flatMap((base) => libraryFolders(path.join(tree, base)))
  const env = { LD_LIBRARY_PATH: libraries.join(':') }
  const origin = 'fetched through apt'
  const server = path.join(tree, 'usr/bin/redis-server')
  const checker = path.join(tree, 'usr/bin/redis-check-rdb')
  return (
    (fs.existsSync(server) && probe({ command: server, env, origin }, tried)) ||
    (fs.existsSync(checker) && probe({ command: checker, argv0: 'redis-server', env, origin }, tried)) ||
    null
  )
}

function libraryFolders(base: string): string[] {
  if (!fs.existsSync(base)) return []
  const inner = fs.readdirSync(base, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [base, ...inner.map((entry) => path.join(base, entry.name))]
}

function probe(candidate: Omit<RedisBinary, 'version'>, tried: string[]): RedisBinary | null {
  const { command, argv0, env } = candidate
  const result = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    argv0,
    env: { ...process.env, ...env },
    timeout: 5000,
  })
  const version = /v=(\d+\.\d+\.\d+)/.exec(result.stdout ?? '')?.[1]
  if (!version) {
    tried.push(
      `${command}: ${(result.error?.message ?? result.stderr ?? 'no version').trim().split('\n')[0]}`,
    )
    return null
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 6 || (major === 6 && minor >= 2)) return { ...candidate, version }
  tried.push(`${command}: version ${version} is too old, 6.2 or later is needed`)
  return null
}

function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = path.join(folder, name)
    try {
      fs.accessSync(file, fs.constants.X_OK)
      if (fs.statSync(file).isFile()) return file
    } catch {
      // Not in this folder.
    }
  }
  // Debian puts daemons where ordinary users have no PATH to.
  return folderFallback(name)
}

function folderFallback(name: string): string | null {
  return (
    ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
      .map((f) => path.join(f, name))
      .find((f) => fs.existsSync(f)) ?? null
  )
}
