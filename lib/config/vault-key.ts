import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Fault } from './parse-environment'

export const vaultKeyFields = {
  JARVIS_VAULT_KEY: z.string().optional(),
  JARVIS_VAULT_KEY_FILE: z.string().optional(),
}

/** 32 bytes as 64 hex digits or as base64; null when it is neither. */
export const decodeVaultKey = (text: string): Buffer | null => {
  const value = text.trim()
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(value, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return null
  const bytes = Buffer.from(value, 'base64')
  return bytes.length === 32 ? bytes : null
}

type Values = { JARVIS_VAULT_KEY?: string | undefined; JARVIS_VAULT_KEY_FILE?: string | undefined }

const HINT = 'must hold 32 random bytes as hex or base64 (openssl rand -hex 32)'

/** The master key that unlocks trading wallets, or the fault with the variable it is about. */
export const vaultKeyFrom = (env: Values): { key: Buffer } | { fault: Fault } => {
  if (env.JARVIS_VAULT_KEY !== undefined) {
    const key = decodeVaultKey(env.JARVIS_VAULT_KEY)
    return key ? { key } : { fault: { name: 'JARVIS_VAULT_KEY', message: HINT } }
  }
  const file = env.JARVIS_VAULT_KEY_FILE
  if (file === undefined)
    return {
      fault: {
        name: 'JARVIS_VAULT_KEY',
        message: `is not set: ${HINT}, or JARVIS_VAULT_KEY_FILE must name a file that does`,
      },
    }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { fault: { name: 'JARVIS_VAULT_KEY_FILE', message: `names ${file}, which cannot be read` } }
  }
  const key = decodeVaultKey(text)
  return key ? { key } : { fault: { name: 'JARVIS_VAULT_KEY_FILE', message: `${HINT}; ${file} does not` } }
}
