import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = path.dirname(fileURLToPath(import.meta.url))
const source = ['lib', 'app', 'server', 'workers', 'sandbox', 'scripts', 'drizzle', 'e2e']
const files = (suffix: string) => source.map((folder) => `${folder}/**/*.${suffix}`)

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // Integration tests mostly wait for slots: one takes two fifths of a core.
    maxWorkers: Math.min(8, os.availableParallelism() + 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: files('test.{ts,tsx}'),
          exclude: files('int.test.ts'),
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: files('int.test.ts'),
          globalSetup: ['scripts/test/global-setup.ts'],
          // Against hanging alone: longer than all that a test waits for, each with a limit of its own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
