import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { SANDBOX } from './sandbox'

const VENDORS: Record<string, string> = {
  SOLANA_RPC_HELIUS_URL: '/rpc/helius',
  SOLANA_RPC_QUICKNODE_URL: '/rpc/quicknode',
  SOLANA_RPC_PUBLIC_URL: '/rpc/public',
  JUPITER_URL: '/jupiter',
  GECKOTERMINAL_URL: '/geckoterminal',
}

const freePort = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(String(port)))
    })
  })

type PaperInstance = { url: string; email: string; password: string; stop: () => Promise<void> }

/** A second JARVIS, in paper mode, on the market of the sandbox that runs already, with one account. */
export const startPaper = async (): Promise<PaperInstance> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-paper-'))
  const port = await freePort()
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env
  const env = {
    ...inherited,
    ...Object.fromEntries(Object.entries(VENDORS).map(([name, at]) => [name, SANDBOX + at])),
    ...{ JARVIS_ENV_FILE: '', JARVIS_MODE: 'paper', JARVIS_DATA_DIR: folder, PORT: port },
    ...{ JUPITER_RPS: '200', RPC_RPS: '200', RATE_LIMIT_USER: '600' },
  }
  const started = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => started.once('exit', () => resolve()))
  const stop = async () => {
    started.kill('SIGTERM')
    await ended
    fs.rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('JARVIS ready')) resolve()
    }
    started.stdout.on('data', hear)
    started.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`The paper instance ended:\n${said.slice(-2_000)}`)))
  })
  try {
    await ready
    const email = 'paper@jarvis.local'
    const args = ['scripts/user-create.mjs', email, '--generate']
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    const password = /shown this once: (\S+)/.exec(stdout)![1]!
    return { url: `http://127.0.0.1:${port}`, email, password, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
