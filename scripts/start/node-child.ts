import { type RunningServer, startServer } from '../embedded/server-process'

export interface NodeChild {
  name: string
  /** TypeScript file, relative to the root. */
  file: string
  root: string
  env: NodeJS.ProcessEnv
  onLine: (line: string) => void
  /** Ready when this is printed; without it, ready as soon as it runs. */
  readyLine?: RegExp
}

/** MiB. Hundreds of exits at once make much that lives for a moment only; a small young generation copies it again and again. */
const YOUNG_GENERATION = '--max-semi-space-size=64'

export function startNodeChild(child: NodeChild): Promise<RunningServer> {
  const { readyLine } = child
  return startServer({
    name: child.name,
    command: process.execPath,
    args: [
      YOUNG_GENERATION,
      '--import',
      'tsx',
      '--import',
      './scripts/start/end-with-parent.mjs',
      child.file,
    ],
    options: { cwd: child.root, env: child.env },
    ipc: true,
    onLine: child.onLine,
    ready: readyLine && (async (server) => void (await server.line(readyLine))),
    readyTimeoutMs: 110_000,
  })
}
