import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { settingNames, testEnvironment } from './test-environment'

const root = process.cwd()

it('keeps the settings of an installation out of the tests', () => {
  const env = testEnvironment(root, {
    PATH: '/bin',
    DATABASE_URL: 'x',
    JARVIS_MODE: 'live',
    TEST_DATABASE_URL: 'y',
  } as never)
  expect(env).toMatchObject({ PATH: '/bin', TEST_DATABASE_URL: 'y' })
  expect(env).not.toHaveProperty('DATABASE_URL')
  expect(env).not.toHaveProperty('JARVIS_MODE')
})

it('.env.example lists every setting that lib/config reads', () => {
  const folder = path.join(root, 'lib', 'config')
  // Set by ourselves for Next and next-auth.
  const internal = ['NODE_ENV', 'JARVIS_DEV', 'NEXTAUTH_SECRET', 'NEXT_TELEMETRY_DISABLED', 'AUTH_TRUST_HOST']
  const listed = new Set([...settingNames(root), ...internal])
  const read = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...fs
        .readFileSync(path.join(folder, file), 'utf8')
        .matchAll(/(?:^\s+|\benv\.)([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*)\b(?=:|\W)/gm),
    ])
    .map((match) => match[1] ?? '')
  expect(read.length).toBeGreaterThan(20)
  expect(read.filter((name) => !listed.has(name))).toEqual([])
})
