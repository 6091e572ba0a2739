import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './parse-environment'
import { loadWebConfig } from './web-config'
import { loadWorkerConfig } from './worker-config'

const base = {
  DATABASE_URL: 'postgres://jarvis:pw@127.0.0.1:5432/jarvis',
  REDIS_URL: 'redis://127.0.0.1:6379',
  AUTH_SECRET: 's'.repeat(32),
  JARVIS_VAULT_KEY: 'ab'.repeat(32),
}
const sandbox = {
  ...base,
  SOLANA_RPC_HELIUS_URL: 'http://127.0.0.1:8899/rpc/helius/',
  SOLANA_RPC_PUBLIC_URL: 'http://127.0.0.1:8899/rpc/public',
  JUPITER_URL: 'http://127.0.0.1:8899/jupiter',
  GECKOTERMINAL_URL: 'http://127.0.0.1:8899/geckoterminal',
}

const faultsOf = (load: () => unknown): readonly string[] => {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  throw new Error('the configuration was accepted')
}

describe('web configuration', () => {
  it('fills in the usual values', () => {
    const config = loadWebConfig({ ...sandbox, PORT: '' })
    expect(config).toMatchObject({ mode: 'sandbox', host: '127.0.0.1', port: 3000, trustProxy: [] })
    expect(config.rateLimits).toEqual({
      address: 100,
      user: 10,
      trade: 5,
      analytics: 20,
      exit: 60,
      session: 600,
    })
    expect(config.rpcProviders[0]).toEqual({
      name: 'helius',
      tier: 1,
      url: 'http://127.0.0.1:8899/rpc/helius',
      wsUrl: 'ws://127.0.0.1:8899/rpc/helius',
    })
  })

  it('tells every fault at once, each naming its variable', () => {
    const faults = faultsOf(() =>
      loadWebConfig({
        JARVIS_MODE: 'live',
        PORT: '99999',
        DATABASE_URL: 'mysql://x',
        AUTH_SECRET: 'short',
        RATE_LIMIT_TRADE: '-1',
        TRUST_PROXY: '10.0.0.0/33',
      }),
    )
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'REDIS_URL',
      'AUTH_SECRET',
      'RATE_LIMIT_TRADE',
      'TRUST_PROXY',
      'JARVIS_LIVE_CONFIRM',
    ])
      expect(faults.filter((fault) => fault.startsWith(`${name} `))).toHaveLength(1)
    expect(faults.find((fault) => fault.startsWith('REDIS_URL'))).toBe('REDIS_URL is not set')
  })

  it('refuses sandbox mode without the sandbox addresses', () => {
    const faults = faultsOf(() => loadWebConfig(base))
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['SOLANA_RPC_PUBLIC_URL', 'JUPITER_URL'])
  })

  it('knows the real addresses outside the sandbox', () => {
    const config = loadWebConfig({ ...base, JARVIS_MODE: 'paper' })
    expect(config.jupiterUrl).toBe('https://api.jup.ag')
    expect(config.rpcProviders).toEqual([
      {
        name: 'public',
        tier: 3,
        url: 'https://api.mainnet-beta.solana.com',
        wsUrl: 'wss://api.mainnet-beta.solana.com',
      },
    ])
  })
})

describe('guards of live mode', () => {
  const live = {
    ...base,
    JARVIS_MODE: 'live',
    JARVIS_LIVE_CONFIRM: 'yes',
    JUPITER_API_KEY: 'key',
    SOLANA_RPC_TRITON_URL: 'https://node.example.com',
  }
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(live).filter(([name]) => !names.includes(name)))

  it('starts only with everything set, web and worker alike', () => {
    expect(loadWebConfig(live).mode).toBe('live')
    expect(loadWorkerConfig(live).mode).toBe('live')
  })

  it.each(['JARVIS_LIVE_CONFIRM', 'JUPITER_API_KEY', 'SOLANA_RPC_TRITON_URL', 'DATABASE_URL', 'REDIS_URL'])(
    'refuses without %s, in one line that names the way out',
    (name) => {
      for (const load of [loadWebConfig, loadWorkerConfig]) {
        const faults = faultsOf(() => load(without(name)))
        expect(faults).toHaveLength(1)
        expect(faults[0]).toContain(name)
      }
    },
  )

  it('refuses any confirmation but yes', () => {
    for (const JARVIS_LIVE_CONFIRM of ['YES', 'true', '1'])
      expect(faultsOf(() => loadWorkerConfig({ ...live, JARVIS_LIVE_CONFIRM }))).toHaveLength(1)
  })

  it('brings its own keys: for sessions in the web process, for wallets where it trades', () => {
    expect(faultsOf(() => loadWebConfig(without('AUTH_SECRET')))[0]).toContain('AUTH_SECRET')
    expect(faultsOf(() => loadWorkerConfig(without('JARVIS_VAULT_KEY')))[0]).toContain('JARVIS_VAULT_KEY')
  })

  it('asks none of it in paper mode', () => {
    const paper = {
      ...without('JARVIS_LIVE_CONFIRM', 'JUPITER_API_KEY', 'SOLANA_RPC_TRITON_URL'),
      JARVIS_MODE: 'paper',
    }
    expect(loadWorkerConfig(paper).paper).toEqual({
      usdcRaw: 10_000_000_000n,
      lamports: 10_000_000_000n,
      latencyMs: 1_200,
      priorityFeeLamports: 100_000n,
    })
  })
})

describe('worker configuration', () => {
  it('needs the vault key only for the trading role', () => {
    const { JARVIS_VAULT_KEY: _, ...keyless } = sandbox
    expect(faultsOf(() => loadWorkerConfig(keyless))[0]).toContain('JARVIS_VAULT_KEY is not set')
    expect(loadWorkerConfig({ ...keyless, WORKER_ROLES: 'market, ops' })).toMatchObject({
      workerRoles: ['market', 'ops'],
      vaultKey: null,
    })
  })

  it('reads the vault key as hex, base64 or from a file', () => {
    const bytes = Buffer.alloc(32, 7)
    const file = join(mkdtempSync(join(tmpdir(), 'vault-')), 'key')
    writeFileSync(file, `${bytes.toString('hex')}\n`)
    for (const key of [
      { JARVIS_VAULT_KEY: bytes.toString('hex') },
      { JARVIS_VAULT_KEY: bytes.toString('base64') },
      { JARVIS_VAULT_KEY: undefined, JARVIS_VAULT_KEY_FILE: file },
    ])
      expect(loadWorkerConfig({ ...sandbox, ...key }).vaultKey).toEqual(bytes)
    expect(faultsOf(() => loadWorkerConfig({ ...sandbox, JARVIS_VAULT_KEY: 'tooshort' }))[0]).toContain(
      '32 random bytes',
    )
  })

  it('streams over WebSocket unless a Geyser is named', () => {
    expect(loadWorkerConfig(sandbox).geyser).toBeNull()
    const named = { ...sandbox, GEYSER_URL: 'https://geyser.example.com:10000/', GEYSER_TOKEN: 'secret' }
    expect(loadWorkerConfig(named).geyser).toEqual({
      url: 'https://geyser.example.com:10000',
      token: 'secret',
    })
    expect(faultsOf(() => loadWorkerConfig({ ...sandbox, GEYSER_URL: 'geyser:10000' }))).toEqual([
      expect.stringMatching(/^GEYSER_URL must be a URL/),
    ])
  })

  it('refuses unknown roles', () => {
    expect(faultsOf(() => loadWorkerConfig({ ...sandbox, WORKER_ROLES: 'trading,cook' }))[0]).toMatch(
      /^WORKER_ROLES must be/,
    )
  })
})
