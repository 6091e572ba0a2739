import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import readline from 'node:readline'

export interface ServerSpec {
  name: string
  command: string
  args: readonly string[]
  options?: SpawnOptions
  /** Give the child an IPC channel; it closes when this process dies, however it dies. */
  ipc?: boolean
  onLine?: (line: string) => void
  /** Resolves once the server can be used; rejects to give up. Without it the process is ready when it is spawned. */
  ready?: (server: StartingServer) => Promise<void>
  readyTimeoutMs?: number
  /** Sent in turn on stop, each after its share of the time; SIGKILL follows by itself. */
  stopSignals?: readonly NodeJS.Signals[]
}

export interface StartingServer {
  /** Resolves when a line of output matches. */
  line(pattern: RegExp): Promise<string>
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface RunningServer {
  name: string
  pid: number
  exited: Promise<Exit>
  hasExited(): boolean
  /** The last lines of output, oldest first. */
  tail(): string[]
  /** Never rejects. Resolves when the process and its group are gone. */
  stop(withinMs: number): Promise<void>
}

export class ServerStartError extends Error {
  constructor(
    message: string,
    readonly tail: readonly string[],
  ) {
    super(message)
  }
}

/** Starts a program in a process group of its own, so that Ctrl-C in a terminal reaches only the launcher. */
export async function startServer(spec: ServerSpec): Promise<RunningServer> {
  const child = spawn(spec.command, [...spec.args], {
    ...spec.options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(spec.ipc ? (['ipc'] as const) : [])],
  })
  const tail: string[] = []
  const waiting = new Set<{ pattern: RegExp; found: (line: string) => void }>()
  const onLine = (line: string) => {
    tail.push(line)
    if (tail.length > 40) tail.shift()
    spec.onLine?.(line)
    for (const waiter of waiting) {
      if (!waiter.pattern.test(line)) continue
      waiting.delete(waiter)
      waiter.found(line)
    }
  }
  for (const stream of [child.stdout, child.stderr])
    if (stream) readline.createInterface(stream).on('line', onLine)

  let exit: Exit | null = null
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      onLine(error.message)
      resolve((exit ??= { code: null, signal: null }))
    })
    child.once('exit', (code, signal) => resolve((exit ??= { code, signal })))
  })

  const server: RunningServer = {
    name: spec.name,
    pid: child.pid ?? 0,
    exited,
    hasExited: () => exit !== null,
    tail: () => [...tail],
    stop: (withinMs) => stopChild(child, exited, spec.stopSignals ?? ['SIGTERM'], withinMs),
  }
  await untilReady(spec, server, {
    line: (pattern) => new Promise((found) => waiting.add({ pattern, found })),
  })
  return server
}

async function untilReady(spec: ServerSpec, server: RunningServer, starting: StartingServer): Promise<void> {
  if (!spec.ready) return
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    const ms = spec.readyTimeoutMs ?? 30_000
    timer = setTimeout(
      () => reject(new ServerStartError(`${spec.name} was not ready within ${ms / 1000} s`, server.tail())),
      ms,
    )
  })
  const gone = server.exited.then(async ({ code, signal }) => {
    // Output may still be in the pipe when the exit is reported; the reason is usually its last line.
    await new Promise((resolve) => setTimeout(resolve, 50))
    throw new ServerStartError(
      `${spec.name} ended while starting (${signal ?? `exit code ${code}`})`,
      server.tail(),
    )
  })
  try {
    await Promise.race([spec.ready(starting), timeout, gone])
  } catch (error) {
    await server.stop(3000)
    throw error
  } finally {
    clearTimeout(timer)
    gone.catch(() => undefined)
  }
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<Exit>,
  signals: readonly NodeJS.Signals[],
  withinMs: number,
): Promise<void> {
  let gone = false
  const done = exited.then(() => {
    gone = true
  })
  for (const signal of signals) {
    if (gone || child.pid === undefined) break
    child.kill(signal)
    await Promise.race([done, delay(withinMs / signals.length)])
  }
  // The whole group: also what the child itself had started.
  if (child.pid !== undefined) killGroup(child.pid)
  await done
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody left in the group.
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
