import { z } from 'zod'
import type { Mode } from '@/lib/contracts/health'
import { mode, postgresUrl, redisUrl } from './fields'
import { type GeyserConfig, geyserFields, geyserFrom } from './geyser'
import { liveGuard, sandboxUrlGuard, vaultKeyGuard } from './guards'
import { paperFields, paperFrom, type PaperConfig } from './paper'
import { parseEnvironment, type Environment } from './parse-environment'
import { rpcProviderFields, rpcProvidersFrom, type RpcProvider } from './rpc-providers'
import { vaultKeyFields, vaultKeyFrom } from './vault-key'
import { landingGuard, vendorFields, vendorsFrom, type VendorConfig } from './vendors'

export const workerRoles = ['trading', 'market', 'ai', 'bots', 'ops'] as const
export type WorkerRole = (typeof workerRoles)[number]

export type WorkerConfig = VendorConfig & {
  mode: Mode
  databaseUrl: string
  redisUrl: string
  rpcProviders: RpcProvider[]
  geyser: GeyserConfig | null
  paper: PaperConfig
  workerRoles: WorkerRole[]
  /** 32 bytes; null where this worker has no trading role and so may not unlock wallets. */
  vaultKey: Buffer | null
  logLevel: string
}

const roleNames = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]

const isRoleList = (names: string[]): names is WorkerRole[] =>
  names.length > 0 && names.every((name) => workerRoles.some((role) => role === name))

const roles = z
  .string()
  .default(workerRoles.join(','))
  .transform((text, context): WorkerRole[] => {
    const names = roleNames(text)
    if (isRoleList(names)) return names
    context.addIssue({
      code: 'custom',
      message: `must be a comma-separated list of ${workerRoles.join(', ')}`,
    })
    return z.NEVER
  })

const schema = z.object({
  JARVIS_MODE: mode,
  DATABASE_URL: postgresUrl,
  REDIS_URL: redisUrl,
  WORKER_ROLES: roles,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ...vaultKeyFields,
  ...rpcProviderFields,
  ...geyserFields,
  ...vendorFields,
  ...paperFields,
})

const sandboxUrls = sandboxUrlGuard('SOLANA_RPC_PUBLIC_URL', 'JUPITER_URL', 'GECKOTERMINAL_URL')

const guards = (env: Environment) => [
  ...liveGuard(env),
  ...landingGuard(env),
  ...sandboxUrls(env),
  ...(roleNames(env.WORKER_ROLES ?? 'trading').includes('trading') ? vaultKeyGuard(env) : []),
]

/** Throws ConfigError. */
export const loadWorkerConfig = (env: Environment = process.env): WorkerConfig => {
  const values = parseEnvironment('worker', schema, env, guards)
  const vault = values.WORKER_ROLES.includes('trading') ? vaultKeyFrom(values) : null
  return {
    ...vendorsFrom(values, values.JARVIS_MODE === 'sandbox'),
    mode: values.JARVIS_MODE,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    rpcProviders: rpcProvidersFrom(values.JARVIS_MODE, values),
    geyser: geyserFrom(values),
    paper: paperFrom(values),
    workerRoles: values.WORKER_ROLES,
    vaultKey: vault && 'key' in vault ? vault.key : null,
    logLevel: values.LOG_LEVEL,
  }
}
