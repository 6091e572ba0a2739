import { describe, expect, it } from 'vitest'
import { childEnvironment, sandboxEnvironment, withoutVaultKey } from './child-environment'
import { readSettings } from './settings'

const secrets = { postgresPassword: 'p', redisPassword: 'r', AUTH_SECRET: 'made', JARVIS_VAULT_KEY: 'key' }
const connections = { databaseUrl: 'postgres://db', redisUrl: 'redis://queue' }
const build = (env: Record<string, string>) =>
  childEnvironment(readSettings('/app', [], env as never), secrets, connections, env as never)

describe('environment of web and worker', () => {
  it('points every vendor at the sandbox and lifts the rates', () => {
    const env = build({ SANDBOX_PORT: '9001', JUPITER_RPS: '5' })
    expect(env).toMatchObject({
      SOLANA_RPC_HELIUS_URL: 'http://127.0.0.1:9001/rpc/helius',
      JUPITER_URL: 'http://127.0.0.1:9001/jupiter',
      GEYSER_URL: 'http://127.0.0.1:10000',
      JUPITER_RPS: '5',
      RPC_RPS: '200',
      AUTH_SECRET: 'made',
      JARVIS_DATA_DIR: '/app/.jarvis',
    })
  })

  it('lets no real vendor through in sandbox mode, only an address on this machine', () => {
    const env = build({
      GEYSER_URL: 'https://g.co',
      JUPITER_URL: 'https://api.jup.ag',
      XAI_URL: 'http://localhost:7777/x',
    })
    expect(env.JUPITER_URL).toBe('http://127.0.0.1:8899/jupiter')
    expect(env.GEYSER_URL).toBe('http://127.0.0.1:10000')
    expect(env.XAI_URL).toBe('http://localhost:7777/x')
  })

  it('adds neither keys nor vendors in live mode', () => {
    const env = build({ JARVIS_MODE: 'live' })
    expect(env).not.toHaveProperty('AUTH_SECRET')
    expect(env).not.toHaveProperty('JARVIS_VAULT_KEY')
    expect(env).not.toHaveProperty('JUPITER_URL')
    expect(env.DATABASE_URL).toBe('postgres://db')
  })

  it('makes keys in paper mode, where no money moves, and leaves the vendors real', () => {
    const env = build({ JARVIS_MODE: 'paper' })
    expect(env).toMatchObject({ AUTH_SECRET: 'made', JARVIS_VAULT_KEY: 'key' })
    expect(env).not.toHaveProperty('JUPITER_URL')
  })

  it('prefers a key file over a generated key', () => {
    expect(build({ JARVIS_VAULT_KEY_FILE: '/key' })).not.toHaveProperty('JARVIS_VAULT_KEY')
  })
})

describe('environment of web', () => {
  it('cannot unlock wallets', () => {
    const worker = build({})
    expect(worker.JARVIS_VAULT_KEY).toBe('key')
    const web = withoutVaultKey({ ...worker, JARVIS_VAULT_KEY_FILE: '/key' })
    expect(Object.keys(web).filter((name) => name.includes('VAULT'))).toEqual([])
    expect(web.AUTH_SECRET).toBe('made')
  })
})

describe('environment of the sandbox', () => {
  it('holds no secret', () => {
    const env = {
      PATH: '/bin',
      AUTH_SECRET: 's',
      JARVIS_VAULT_KEY: 'k',
      DATABASE_URL: 'd',
      SANDBOX_SEED: '7',
      GEYSER_TOKEN: 't',
    }
    const passed = sandboxEnvironment(readSettings('/app', [], env as never), env as never)
    expect(Object.keys(passed).sort()).toEqual([
      'GEYSER_PORT',
      'JARVIS_DATA_DIR',
      'NODE_ENV',
      'PATH',
      'SANDBOX_PORT',
      'SANDBOX_SEED',
    ])
  })
})

describe('settings', () => {
  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number'],
    [{ PORT: '70000' }, 'PORT must be a whole number'],
    [{ SANDBOX_PORT: '3000' }, 'must differ'],
    [{ GEYSER_PORT: '8899' }, 'SANDBOX_PORT and GEYSER_PORT are both 8899'],
    [{ JARVIS_MODE: 'demo' }, 'JARVIS_MODE must be'],
  ])('refuses %j', (env, fault) => {
    let details: readonly string[] = []
    try {
      readSettings('/app', [], env as never)
    } catch (error) {
      details = (error as { details: string[] }).details
    }
    expect(details.join()).toContain(fault)
  })

  it('names every fault at once', () => {
    expect(() =>
      readSettings('/app', ['--prod'], { PORT: '0', SANDBOX_PORT: '-1', JARVIS_MODE: 'x' } as never),
    ).toThrow(expect.objectContaining({ details: expect.objectContaining({ length: 4 }) }))
  })
})
