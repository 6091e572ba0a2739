import { z } from 'zod'
import type { Mode } from '@/lib/contracts/health'
import { httpUrl, mode, postgresUrl, wholeNumber } from './fields'
import { parseEnvironment, type Environment } from './parse-environment'
import { vaultKeyFields, vaultKeyFrom } from './vault-key'

export type SeedConfig = { mode: Mode; databaseUrl: string; sandboxUrl: string; vaultKey: Buffer }

const schema = z
  .object({
    JARVIS_MODE: mode,
    DATABASE_URL: postgresUrl,
    SANDBOX_URL: httpUrl.optional(),
    SANDBOX_PORT: wholeNumber(1, 65_535).default(8899),
    ...vaultKeyFields,
  })
  .transform((value, context): SeedConfig => {
    const vault = vaultKeyFrom(value)
    if ('fault' in vault) {
      context.addIssue({ code: 'custom', path: [vault.fault.name], message: vault.fault.message })
      return z.NEVER
    }
    return {
      mode: value.JARVIS_MODE,
      databaseUrl: value.DATABASE_URL,
      sandboxUrl: value.SANDBOX_URL ?? `http://127.0.0.1:${value.SANDBOX_PORT}`,
      vaultKey: vault.key,
    }
  })

/** Throws ConfigError. */
export const loadSeedConfig = (env: Environment = process.env): SeedConfig =>
  parseEnvironment('seed', schema, env)
