import fs from 'node:fs'
import path from 'node:path'
import { palette } from '../console/palette'

const MAXIMUM_BYTES = 20 * 1024 * 1024

const COLOURS: Readonly<Record<string, (text: string) => string>> = {
  web: palette.cyan,
  worker: palette.magenta,
  sandbox: palette.yellow,
  build: palette.blue,
}

export type ConsoleShare = 'everything' | 'warnings' | 'nothing'

/** Every line goes to `logs/NAME.log` in full; the console shows its share of them, shortened, behind the name. */
export function openLog(logsFolder: string, name: string, share: ConsoleShare): (line: string) => void {
  const file = path.join(logsFolder, `${name}.log`)
  let written = fs.existsSync(file) ? fs.statSync(file).size : 0
  const prefix = (COLOURS[name] ?? palette.dim)(`${name.padEnd(7)} │`)
  return (line) => {
    if (written > MAXIMUM_BYTES) {
      fs.renameSync(file, `${file}.1`)
      written = 0
    }
    const full = line.startsWith('{') ? `${line}\n` : `${new Date().toISOString()} ${line}\n`
    written += Buffer.byteLength(full)
    fs.appendFileSync(file, full, { mode: 0o600 })
    if (isShown(line, share)) console.log(`${prefix} ${shorten(line)}`)
  }
}

/** Structured lines have a level; others are a program's own words, which are few and matter. */
export function isShown(line: string, share: ConsoleShare): boolean {
  if (share === 'nothing' || line.trim() === '') return false
  if (share === 'everything') return true
  const level = /^\{"level":"?(\w+)/.exec(line)?.[1]
  return level === undefined || !QUIET.has(LEVELS[Number(level)] ?? level)
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
}

const QUIET = new Set(['trace', 'debug', 'info'])

const UNINTERESTING = new Set(['level', 'time', 'pid', 'hostname', 'process', 'name', 'msg', 'err'])

/** A structured log line as one readable sentence: level, message, error and the plain values behind it. */
export function shorten(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const entry = JSON.parse(line) as Record<string, unknown>
    const level = typeof entry.level === 'number' ? LEVELS[entry.level] : entry.level
    const error = entry.err as { message?: string } | undefined
    const values = Object.entries(entry)
      .filter(
        ([key, value]) => !UNINTERESTING.has(key) && ['string', 'number', 'boolean'].includes(typeof value),
      )
      .map(([key, value]) => `${key}=${String(value)}`)
    return [level, entry.msg, error?.message && `(${error.message})`, ...values].filter(Boolean).join(' ')
  } catch {
    return line
  }
}
