import type { Secrets } from './secrets'
import type { Settings } from './settings'

/** Base URL of every vendor -> where the sandbox plays that vendor. */
const SANDBOX_PATHS: Readonly<Record<string, string>> = {
  SOLANA_RPC_HELIUS_URL: '/rpc/helius',
  SOLANA_RPC_QUICKNODE_URL: '/rpc/quicknode',
  SOLANA_RPC_ALCHEMY_URL: '/rpc/alchemy',
  SOLANA_RPC_TRITON_URL: '/rpc/triton',
  SOLANA_RPC_PUBLIC_URL: '/rpc/public',
  JUPITER_URL: '/jupiter',
  BAGS_URL: '/bags',
  DEXSCREENER_URL: '/dexscreener',
  GECKOTERMINAL_URL: '/geckoterminal',
  XAI_URL: '/xai',
  EODHD_URL: '/eodhd',
  SPEECH_URL: '/speech',
  TELEGRAM_API_ROOT: '/telegram',
  X_API_URL: '/x',
}

const SANDBOX_RATES = ['JUPITER_RPS', 'BAGS_RPS', 'RPC_RPS']

export interface Connections {
  databaseUrl: string
  redisUrl: string
}

/** The environment of web and worker: the user's own, completed with what the launcher started. */
export function childEnvironment(
  settings: Settings,
  secrets: Secrets,
  connections: Connections,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const complete: NodeJS.ProcessEnv = {
    ...env,
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    JARVIS_MODE: settings.mode,
    JARVIS_DATA_DIR: settings.dataFolder,
    HOST: settings.host,
    PORT: String(settings.port),
    SANDBOX_PORT: String(settings.sandboxPort),
    DATABASE_URL: connections.databaseUrl,
    REDIS_URL: connections.redisUrl,
  }
  if (settings.mode === 'live') return complete
  complete.AUTH_SECRET = env.AUTH_SECRET || secrets.AUTH_SECRET
  if (!env.JARVIS_VAULT_KEY_FILE) complete.JARVIS_VAULT_KEY = env.JARVIS_VAULT_KEY || secrets.JARVIS_VAULT_KEY
  if (settings.mode === 'paper') return complete
  for (const [name, path] of Object.entries(SANDBOX_PATHS))
    if (!isLoopback(env[name])) complete[name] = settings.sandboxUrl + path
  if (!isLoopback(env.GEYSER_URL)) complete.GEYSER_URL = settings.geyserUrl
  for (const name of SANDBOX_RATES) complete[name] = env[name] || '200'
  return complete
}

/** Only the worker's trading role signs, so only the worker is given the key. */
export function withoutVaultKey(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...env }
  delete rest.JARVIS_VAULT_KEY
  delete rest.JARVIS_VAULT_KEY_FILE
  return rest
}

/** The stand-in world gets no secret and no address of ours: it imports nothing of ours either. */
export function sandboxEnvironment(
  settings: Settings,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const passed = Object.entries(env).filter(
    ([name]) =>
      name.startsWith('SANDBOX_') || ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_OPTIONS'].includes(name),
  )
  return {
    ...Object.fromEntries(passed),
    NODE_ENV: settings.dev ? 'development' : 'production',
    JARVIS_DATA_DIR: settings.dataFolder,
    SANDBOX_PORT: String(settings.sandboxPort),
    GEYSER_PORT: String(settings.geyserPort),
  } as NodeJS.ProcessEnv
}

/** In sandbox mode nothing leaves the machine; only an address on this machine (a proxy under test) is kept. */
function isLoopback(url: string | undefined): boolean {
  if (!url || !URL.canParse(url)) return false
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
}
