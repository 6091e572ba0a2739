import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadWebConfig } from '@/lib/config/web-config'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { runMigrations } from '@/lib/db/migrate'
import { MAINNET_GENESIS } from '@/lib/domain/tokens/genesis'
import { createTestDatabase, type TestDatabase } from '@/scripts/test/test-database'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { createWebComposition } from './create-web-composition'
import { startWorker } from './start-worker'

/** A node that knows nothing but its genesis hash. */
const nodeOf = async (
  genesisHash: string,
): Promise<{ url: string; asked: () => string[]; server: Server }> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      const { id, method } = JSON.parse(text) as { id: string; method: string }
      asked.push(method)
      response.setHeader('content-type', 'application/json')
      const answer =
        method === 'getGenesisHash'
          ? { result: genesisHash }
          : { error: { code: -32601, message: 'not here' } }
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked, server }
}

describe('what a worker refuses to start on', () => {
  let mainnet: Awaited<ReturnType<typeof nodeOf>>
  let devnet: Awaited<ReturnType<typeof nodeOf>>
  let redis: TestRedis
  let database: TestDatabase
  beforeAll(async () => {
    ;[mainnet, devnet, redis] = await Promise.all([
      nodeOf(MAINNET_GENESIS),
      nodeOf('devnet'),
      createTestRedis(),
    ])
  })
  afterAll(async () => {
    mainnet.server.close()
    devnet.server.close()
    await Promise.all([redis.drop(), database?.drop()])
  })
  beforeEach(async () => {
    await database?.drop()
    database = await createTestDatabase()
    await runMigrations(database.url)
  })

  const environment = (mode: string, node: { url: string }, second = node) => ({
    JARVIS_MODE: mode,
    JARVIS_LIVE_CONFIRM: 'yes',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    JARVIS_VAULT_KEY: 'ab'.repeat(32),
    WORKER_ROLES: 'ops',
    LOG_LEVEL: 'silent',
    JUPITER_API_KEY: 'key',
    JUPITER_URL: node.url,
    GECKOTERMINAL_URL: node.url,
    SOLANA_RPC_HELIUS_URL: node.url,
    SOLANA_RPC_PUBLIC_URL: second.url,
  })
  const start = async (mode: string, node: { url: string }, second = node): Promise<void> => {
    const config = loadWorkerConfig(environment(mode, node, second))
    const worker = await startWorker(config, pino({ level: 'silent' }))
    await worker.stop()
  }

  it('sandbox mode on mainnet', async () => {
    await expect(start('sandbox', mainnet)).rejects.toThrow('serve Solana mainnet')
  })

  it('live mode on any other chain', async () => {
    await expect(start('live', devnet)).rejects.toThrow('not Solana mainnet')
  })

  it('one node of another chain among those of the right one', async () => {
    await expect(start('live', mainnet, devnet)).rejects.toThrow('public serves the chain devnet')
    await start('live', mainnet)
  })

  it('a database of another mode, whichever way round', async () => {
    await start('paper', mainnet)
    await expect(start('live', mainnet)).rejects.toThrow('belongs to paper mode')
    await database.drop()
    database = await createTestDatabase()
    await runMigrations(database.url)
    await start('live', mainnet)
    await expect(start('paper', mainnet)).rejects.toThrow('belongs to live mode')
  })

  it('a database of another mode, in the web process too', async () => {
    await start('paper', mainnet)
    const webIn = async (mode: string) => {
      const env = { ...environment(mode, mainnet), AUTH_SECRET: 'a secret of at least thirty-two characters' }
      const web = createWebComposition(loadWebConfig(env))
      await web.assertInstallation().finally(() => web.close())
    }
    await expect(webIn('live')).rejects.toThrow('belongs to paper mode')
    await webIn('paper')
  })

  it('a database of another chain', async () => {
    await start('paper', devnet)
    await expect(start('paper', mainnet)).rejects.toThrow('belongs to the chain devnet')
    await start('paper', devnet)
  })

  it('as a process: one readable line, exit code 1, no node asked for more than its chain', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts'], {
      env: { ...process.env, ...environment('live', devnet) },
    })
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(1)
    expect(said).toContain('JARVIS_MODE is live, but the RPC nodes serve the chain devnet')
    expect(new Set([...devnet.asked(), ...mainnet.asked()])).toEqual(new Set(['getGenesisHash']))
  })
})
