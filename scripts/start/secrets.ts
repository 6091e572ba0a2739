import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'

export interface Secrets {
  /** Passwords of the embedded servers; they listen on the loopback address only. */
  postgresPassword: string
  redisPassword: string
  /** Only where no real money moves. In live mode the owner brings them, and the configuration check insists. */
  AUTH_SECRET?: string
  JARVIS_VAULT_KEY?: string
}

/** Generates what is missing once and keeps it in secrets.json (mode 0600). */
export function readSecrets(dataFolder: string, generateKeys: boolean): Secrets {
  const file = path.join(dataFolder, 'secrets.json')
  const stored = read(file)
  if (!stored && fs.existsSync(path.join(dataFolder, 'postgres', 'PG_VERSION')))
    throw new StepFailure(
      `${file} is gone, and without it the database in ${dataFolder} cannot be opened and its wallets cannot be decrypted`,
      `Put the file back from a backup. If the data is of no value, remove the folder ${dataFolder} and start again.`,
    )
  const secrets: Secrets = {
    postgresPassword: randomBytes(18).toString('hex'),
    redisPassword: randomBytes(18).toString('hex'),
    ...(generateKeys
      ? {
          AUTH_SECRET: randomBytes(32).toString('base64'),
          JARVIS_VAULT_KEY: randomBytes(32).toString('base64'),
        }
      : {}),
    ...stored,
  }
  if (JSON.stringify(secrets) !== JSON.stringify(stored)) write(file, secrets)
  return secrets
}

function read(file: string): Secrets | null {
  if (!fs.existsSync(file)) return null
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Secrets
  } catch (error) {
    throw new StepFailure(
      `${file} is not readable JSON (${(error as Error).message})`,
      'Put the file back from a backup; it holds the key of the wallets and is never overwritten.',
      [],
      { cause: error },
    )
  }
}

/** Written beside and moved into place: a crash leaves the old file or the new one, never half of one. */
function write(file: string, secrets: Secrets): void {
  const draft = `${file}.new`
  const handle = fs.openSync(draft, 'w', 0o600)
  fs.writeFileSync(handle, `${JSON.stringify(secrets, null, 2)}\n`)
  fs.fsyncSync(handle)
  fs.closeSync(handle)
  fs.renameSync(draft, file)
}
