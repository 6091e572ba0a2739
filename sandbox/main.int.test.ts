import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Connection, Keypair, SystemProgram, Transaction } from '@solana/web3.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from './control/ledger'
import { eventually, heldOf, USDC, WSOL } from './sandbox-client.fixture'

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

async function control(url: string, path: string, body?: unknown, method = 'POST'): Promise<unknown> {
  const request = body === undefined ? {} : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${url}/control${path}`, request)
  const told: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told)}`)
  return told
}

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: root,
    env: { ...process.env, JARVIS_DATA_DIR: folder, GEYSER_PORT: '0', SANDBOX_SLOT_MS: '50', ...env },
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

describe('sandbox/main.ts', () => {
  it('says one line when ready, and ends with 0 within two seconds of SIGTERM', async () => {
    const port = await freePort()
    const first = run({ SANDBOX_PORT: String(port) })
    await first.ready()
    const line = /^sandbox ready http:\/\/127\.0\.0\.1:(\d+) geyser http:\/\/127\.0\.0\.1:\d+\n$/
    expect(line.exec(first.seen.out)?.[1]).toBe(String(port))
    expect(first.seen.err).toBe('')
    const started = performance.now()
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('loses and invents nothing when it is killed, however often', async () => {
    const port = String(await freePort())
    const url = `http://127.0.0.1:${port}`
    const connection = new Connection(`${url}/rpc/public`, 'confirmed')
    const [wallet, other] = [Keypair.generate(), Keypair.generate().publicKey.toBase58()]
    const address = wallet.publicKey.toBase58()
    const ledgers = () =>
      Promise.all([address, other].map((of) => control(url, `/ledger/${of}`) as Promise<Ledger>))
    const start = async () => {
      const sandbox = run({ SANDBOX_PORT: port })
      await sandbox.ready()
      expect(sandbox.seen.err).toBe('')
      return {
        kill: async () => {
          sandbox.child.kill('SIGKILL')
          await sandbox.exit
        },
      }
    }
    const transfer = (mint: string, amountRaw: string) =>
      control(url, '/transfer', { from: address, to: other, mint, amountRaw })

    let sandbox = await start()
    const genesis = await connection.getGenesisHash()
    await control(url, '/market', { frozen: true }, 'PUT')
    await control(url, '/airdrop', { wallet: address, sol: 5, usdc: '1000' })
    await transfer(USDC, '1000001')
    await control(url, '/market/WIF', { priceUsd: 7 }, 'PUT')
    const slot = await connection.getSlot('processed')
    await eventually(async () => (await connection.getSlot('processed')) > slot + 2)
    const before = await ledgers()
    await sandbox.kill()

    sandbox = await start()
    expect(await ledgers()).toEqual(before)
    expect(await connection.getGenesisHash()).toBe(genesis)
    const market = (await control(url, '/market')) as { symbol: string; priceUsd: number }[]
    expect(market.find(({ symbol }) => symbol === 'WIF')?.priceUsd).toBeCloseTo(7, 4)
    const payment = SystemProgram.transfer({
      fromPubkey: wallet.publicKey,
      toPubkey: Keypair.generate().publicKey,
      lamports: 9_000_000,
    })
    const sent = await connection.sendTransaction(new Transaction().add(payment), [wallet])
    await eventually(async () => {
      const { value } = await connection.getSignatureStatus(sent)
      return value?.confirmationStatus === 'confirmed'
    })
    // The slot of these two is not over when the process dies.
    await transfer(WSOL, '2000000')
    const { signature } = (await transfer(USDC, '3000000')) as { signature: string }
    await sandbox.kill()
    appendFileSync(join(folder, 'sandbox', 'slots.journal'), Buffer.from([90, 0, 0, 0, 1, 2, 3]))

    sandbox = await start()
    const [mine, theirs] = await ledgers()
    expect([mine?.lamports, theirs?.lamports]).toEqual(['4988995000', '2000000'])
    expect([mine, theirs].map((ledger) => ledger && heldOf(ledger, USDC))).toEqual([995_999_999n, 4_000_001n])
    expect(theirs?.transactions).toHaveLength(3)
    // Not the operator's SOL payment: it leaves no record with the one who paid.
    expect(mine?.transactions).toHaveLength(4)
    expect(mine?.transactions[2]).toMatchObject({ signature: sent, err: null })
    expect(mine?.transactions.at(-1)?.signature).toBe(signature)
    await sandbox.kill()
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
