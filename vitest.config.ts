import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = path.dirname(fileURLToPath(import.meta.url))
const source = ['lib', 'app', 'server', 'workers', 'sandbox', 'scripts', 'drizzle', 'e2e']
const files = (suffix: string) => source.map((folder) => `${folder}/**/*.${suffix}`)
const cores = os.availableParallelism()

/** What takes longest begins first, so that no worker has a long file left when the others are done. */
class LongestFirst extends BaseSequencer {
  private static readonly order = [
    ...['random-sequences', 'drills/crashes', 'drills/reconcile', 'at-most-once', 'slice-crashes'],
    ...['drills/connected-wallets', 'drills/slice', 'drills/paper-mode', 'drills/landing', 'drills/'],
  ]
  private static rank({ moduleId }: TestSpecification): number {
    const place = LongestFirst.order.findIndex((name) => moduleId.includes(name))
    return place < 0 ? LongestFirst.order.length : place
  }
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(specifications)
    return usual.sort((one, two) => LongestFirst.rank(one) - LongestFirst.rank(two))
  }
}

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    maxWorkers: Math.min(8, cores + 1),
    sequence: { sequencer: LongestFirst },
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
          // Files that a worker runs one after the other share its modules: loading and compiling them took more
          // than half of the processor's time. What they work on they make and close themselves.
          isolate: false,
          // They mostly wait for slots: one takes a third of a core.
          maxWorkers: Math.min(8, cores + 2),
          sequence: { groupOrder: 1 },
          // Against hanging alone: longer than all that a test waits for, each with a limit of its own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
