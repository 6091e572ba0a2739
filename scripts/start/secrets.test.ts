import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSecrets } from './secrets'

let folder: string
const file = () => path.join(folder, 'secrets.json')

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-secrets-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('secrets', () => {
  it('generates keys once, readable by the owner only', () => {
    const first = readSecrets(folder, true)
    expect(Buffer.from(first.JARVIS_VAULT_KEY ?? '', 'base64')).toHaveLength(32)
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600)
    expect(readSecrets(folder, true)).toEqual(first)
  })

  it('never invents the keys of real money', () => {
    expect(readSecrets(folder, false)).not.toHaveProperty('JARVIS_VAULT_KEY')
    expect(readSecrets(folder, false)).not.toHaveProperty('AUTH_SECRET')
  })

  it('stops instead of replacing the keys of an existing database', () => {
    fs.mkdirSync(path.join(folder, 'postgres'))
    fs.writeFileSync(path.join(folder, 'postgres', 'PG_VERSION'), '15\n')
    expect(() => readSecrets(folder, true)).toThrow('is gone')
    expect(fs.existsSync(file())).toBe(false)
  })

  it('stops at a damaged file and leaves it alone', () => {
    fs.writeFileSync(file(), '{"AUTH')
    expect(() => readSecrets(folder, true)).toThrow('not readable JSON')
    expect(fs.readFileSync(file(), 'utf8')).toBe('{"AUTH')
  })
})
