import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './sandbox-client.fixture'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
let children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-main-'))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: root,
    env: { ...process.env, JARVIS_DATA_DIR: folder, SANDBOX_SLOT_MS: '50', ...env },
  })
  children.push(child)
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const ready = () =>
    eventually(async () => (child.exitCode === null ? seen.out.includes('sandbox ready') : true), 20_000)
  return { child, seen, exit, ready }
}

describe('sandbox/main.ts', { timeout: 60_000 }, () => {
  it('says one line when ready, and ends with 0 within two seconds of SIGTERM', async () => {
    const port = await freePort()
    const first = run({ SANDBOX_PORT: String(port) })
    await first.ready()
    expect(first.seen).toEqual({ out: `sandbox ready http://127.0.0.1:${port}\n`, err: '' })
    const started = performance.now()
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('keeps what happened until the last save when it is killed', async () => {
    const port = String(await freePort())
    const first = run({ SANDBOX_PORT: port })
    await first.ready()
    const genesis = async () => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'getGenesisHash' })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`http://127.0.0.1:${port}/rpc/public`, { method: 'POST', body, headers })
      return ((await answer.json()) as { result: string }).result
    }
    const before = await genesis()
    first.child.kill('SIGKILL')
    await first.exit
    const second = run({ SANDBOX_PORT: port })
    await second.ready()
    expect(await genesis()).toBe(before)
    second.child.kill('SIGINT')
    expect(await second.exit).toBe(0)
  })

  it('says which port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = String((server.address() as { port: number }).port)
    const { exit, seen } = run({ SANDBOX_PORT: port })
    expect(await exit).toBe(1)
    expect(seen.err).toBe(
      `sandbox: port ${port} is taken; another sandbox may be running. Set SANDBOX_PORT to a free port\n`,
    )
    server.close()
  })

  it('names a setting that makes no sense', async () => {
    const { exit, seen } = run({ SANDBOX_SLOT_MS: 'fast' })
    expect(await exit).toBe(1)
    expect(seen.err).toBe('sandbox: SANDBOX_SLOT_MS must be a whole number from 10 to 60000, not "fast"\n')
  })

  it('sets a corrupt state aside with one line and starts', async () => {
    mkdirSync(join(folder, 'sandbox'))
    writeFileSync(join(folder, 'sandbox', 'world.bin'), Buffer.alloc(2_000, 1))
    const { child, exit, seen, ready } = run({ SANDBOX_PORT: String(await freePort()) })
    await ready()
    expect(seen.err).toMatch(/^sandbox: the saved state cannot be used .* starting a fresh world\n$/)
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
  })
})
