import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

interface FetchResult {
  ok: boolean
  details: string[]
}

const PACKAGE = 'redis-server'

/**
 * Gets Debian's Redis without installing it: the packages are downloaded and unpacked into `cacheFolder/root`, so no
 * system service starts and no administrator is needed. Only where that fails and we are root, apt-get installs it.
 */
export async function fetchRedisFromApt(
  cacheFolder: string,
  say: (line: string) => void,
): Promise<FetchResult> {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    return { ok: false, details: ['this system has no apt-get'] }
  fs.mkdirSync(cacheFolder, { recursive: true })
  // Of this process alone: another command may fetch it at the same moment.
  const work = fs.mkdtempSync(path.join(cacheFolder, 'fetch-'))
  try {
    return await fetchIn(work, path.join(cacheFolder, 'root'), say)
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}

async function fetchIn(work: string, target: string, say: (line: string) => void): Promise<FetchResult> {
  const details: string[] = []
  say("fetching Redis from the system's package archive (2 MB)")
  if (await unpack(work, target, [], details)) return { ok: true, details }

  say('reading the package lists first')
  const lists = privateLists(work)
  const updated = await run('apt-get', [...lists, '-q', 'update'], work, details)
  if (updated && (await unpack(work, target, lists, details))) return { ok: true, details }

  if (process.getuid?.() !== 0) return { ok: false, details }
  say('installing Redis with apt-get')
  const installed =
    (await run('apt-get', ['-q', 'update'], '/', details)) &&
    // RUNLEVEL=1 keeps the package from starting a server of its own.
    (await run('apt-get', ['-q', 'install', '-y', '--no-install-recommends', PACKAGE], '/', details, {
      RUNLEVEL: '1',
    }))
  return { ok: installed, details }
}

/** Lists and archives of our own: an ordinary user may not write the system's, and its lists may be empty or old. */
function privateLists(work: string): string[] {
  const base = path.join(work, 'apt')
  fs.mkdirSync(path.join(base, 'lists', 'partial'), { recursive: true })
  fs.mkdirSync(path.join(base, 'cache', 'archives', 'partial'), { recursive: true })
  return [
    ...['-o', `Dir::State::lists=${path.join(base, 'lists')}`],
    ...['-o', `Dir::Cache=${path.join(base, 'cache')}`],
    ...['-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root'],
  ]
}

async function unpack(work: string, target: string, options: string[], details: string[]): Promise<boolean> {
  const packages = missingPackages(options, details)
  if (packages.length === 0) return false
  const [downloads, building] = ['download', 'root'].map((name) =>
    fs.mkdtempSync(path.join(work, `${name}-`)),
  )
  let ok = await run('apt-get', [...options, '-q', 'download', ...packages], downloads!, details)
  for (const file of ok ? fs.readdirSync(downloads!) : [])
    ok = ok && (await run('dpkg', ['-x', path.join(downloads!, file), building!], work, details))
  if (!ok) return false
  try {
    fs.renameSync(building!, target)
  } catch {
    // What stands there did not work when we looked, or another command has just put the same there.
    fs.renameSync(target, path.join(work, 'replaced'))
    fs.renameSync(building!, target)
  }
  return true
}

/** What an installation would add, dependencies included. */
function missingPackages(options: string[], details: string[]): string[] {
  const args = [...options, '-s', '--no-install-recommends', 'install', PACKAGE]
  const result = spawnSync('apt-get', args, { encoding: 'utf8', env: quietEnv() })
  if (result.status !== 0) details.push(...lastLines(result.stderr))
  return [...(result.stdout ?? '').matchAll(/^Inst (\S+) /gm)].map((match) => match[1] ?? '').filter(Boolean)
}

function run(
  command: string,
  args: string[],
  cwd: string,
  details: string[],
  extra: Record<string, string> = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...quietEnv(), ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000))
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => {
      details.push(error.message)
      resolve(false)
    })
    child.on('exit', (code) => {
      if (code !== 0) details.push(`${command} ${args.at(-1)}: exit code ${code}`, ...lastLines(output))
      resolve(code === 0)
    })
  })
}

const quietEnv = () => ({ ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' })

const lastLines = (text: string | undefined) => (text ?? '').trim().split('\n').filter(Boolean).slice(-3)
