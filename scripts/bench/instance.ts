import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Instance = {
  api: string
  control: string
  token: string
  close: () => Promise<void>
}

const READY_LIMIT_MS = 300_000

/** A JARVIS of its own, as `npm start` makes it, on free ports and in a folder that is thrown away. */
export const startInstance = async (): Promise<Instance> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'jarvis-bench-'))
  const [port, sandboxPort, geyserPort] = await Promise.all([freePort(), freePort(), freePort()])
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      GEYSER_PORT: String(geyserPort),
      JARVIS_DATA_DIR: dataFolder,
      RATE_LIMIT_TRADE: '100000',
      RATE_LIMIT_EXIT: '100000',
      RATE_LIMIT_USER: '100000',
      RATE_LIMIT_GLOBAL: '100000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const close = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(dataFolder, { recursive: true, force: true })
  }
  try {
    await readyLine(child.stdout)
    const api = `http://127.0.0.1:${port}/api/v1`
    return { api, control: `http://127.0.0.1:${sandboxPort}/control`, token: await signIn(api), close }
  } catch (error) {
    await close()
    throw error
  }
}

const readyLine = (output: NodeJS.ReadableStream): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${text}`)), READY_LIMIT_MS)
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes('JARVIS ready')) return
      clearTimeout(timer)
      resolve()
    })
    output.once('end', () => reject(new Error(`ended before it was ready:\n${text}`)))
  })

const signIn = async (api: string): Promise<string> => {
  const response = await fetch(`${api}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'demo@jarvis.local', password: 'demo-sandbox' }),
  })
  return ((await response.json()) as { token: string }).token
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** JSON over HTTP; throws with the body on any error. */
export const call = async <T>(
  url: string,
  options: { method?: string; token?: string; key?: string; body?: unknown } = {},
): Promise<T> => {
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.key ? { 'idempotency-key': options.key } : {}),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${response.status} ${text}`)
  return (text ? JSON.parse(text) : undefined) as T
}
