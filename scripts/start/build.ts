import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { type RunningServer, startServer } from '../embedded/server-process'

const FOLDERS = ['app', 'lib', 'public', 'drizzle/schema']
const FILES = [
  'package-lock.json',
  'tsconfig.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
]
const STAMP = 'jarvis-sources'

export interface Build {
  root: string
  /** Relative to the root. */
  buildFolder: string
  env: NodeJS.ProcessEnv
  onLine: (line: string) => void
  /** Called with the running build, so that a stop can end it. */
  started: (build: RunningServer) => void
}

export function isBuildFresh(root: string, buildFolder: string): boolean {
  const stamp = path.join(root, buildFolder, STAMP)
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hashSources(root)
}

/** Builds the pages. The stamp is written last, so an interrupted build is never taken for a finished one. */
export async function buildPages(build: Build): Promise<void> {
  const sources = hashSources(build.root)
  const stamp = path.join(build.root, build.buildFolder, STAMP)
  fs.rmSync(stamp, { force: true })
  // Next writes its folder's types into tsconfig.json; a build must not change a tracked file.
  const tsconfig = path.join(build.root, 'tsconfig.json')
  const before = fs.readFileSync(tsconfig, 'utf8')
  try {
    const running = await startServer({
      name: 'build',
      command: process.execPath,
      args: ['node_modules/next/dist/bin/next', 'build'],
      options: { cwd: build.root, env: { ...build.env, JARVIS_BUILD_DIR: build.buildFolder } },
      onLine: build.onLine,
    })
    build.started(running)
    const { code, signal } = await running.exited
    if (code !== 0)
      throw new StepFailure(
        `The pages could not be built (next build ended with ${signal ?? `exit code ${code}`})`,
        'Correct the error above (logs/build.log of the data folder keeps it); `npm run dev` starts without a build.',
      )
  } finally {
    if (fs.readFileSync(tsconfig, 'utf8') !== before) fs.writeFileSync(tsconfig, before)
  }
  fs.writeFileSync(stamp, sources)
}

/** One hash over everything that ends up in the build; tests do not. */
export function hashSources(root: string): string {
  const hash = createHash('sha256').update(process.version)
  const files = [
    ...FOLDERS.flatMap((folder) => listFiles(root, folder)),
    ...FILES.filter((file) => fs.existsSync(path.join(root, file))),
  ]
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function listFiles(root: string, folder: string): string[] {
  const absolute = path.join(root, folder)
  if (!fs.existsSync(absolute)) return []
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !/\.test\.tsx?$/.test(entry.name) && !entry.parentPath.includes('__fixtures__'),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}
