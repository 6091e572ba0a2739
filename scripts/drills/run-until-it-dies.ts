import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { build } from 'esbuild'
import { expect, onTestFinished } from 'vitest'
import type { CrashPoint } from './crash-points'
import type { TradingWorld } from './trading-world'

/** Runs a worker that dies at the point; resolves when it is dead. */
export const runUntilItDies = async (world: TradingWorld, point: CrashPoint): Promise<void> => {
  const code = await (crashingWorker ??= bundle('scripts/drills/crashing-worker.ts'))
  const child = spawn(process.execPath, ['--input-type=module', '-', point], {
    env: { ...process.env, ...world.environment },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.end(code)
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

/** Drills start it dozens of times: as one file it takes a third of what hundreds of files through tsx take. */
let crashingWorker: Promise<string> | undefined

const bundle = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, packages: 'external' },
    ...{ platform: 'node', target: 'node20', format: 'esm', write: false },
  })
  return outputFiles[0]!.text
}
