import pino, { type Logger as PinoLogger } from 'pino'
import { redactUrls } from './redaction'

export type Logger = PinoLogger

const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwordHash',
  'token',
  'secret',
  'authSecret',
  'vaultKey',
  'apiKey',
  'jupiterApiKey',
  'privateKey',
  'secretKey',
  'sealedSecret',
  'wrappedDataKey',
  // Of a failed query: password hashes, sealed keys, signed transactions.
  'params',
]

const REDACTED_PATHS = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])

export type LoggerOptions = {
  process: 'web' | 'worker' | 'seed'
  level?: string
  /** Where the lines go; standard output when left out. */
  destination?: { write(line: string): void }
}

/** JSON lines; secrets are replaced by name at up to three levels, keys and passwords in URLs everywhere. */
export const createLogger = (options: LoggerOptions): Logger =>
  pino(
    {
      level: options.level ?? 'info',
      base: { process: options.process, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      hooks: { streamWrite: redactUrls },
    },
    ...(options.destination ? [options.destination] : []),
  )
