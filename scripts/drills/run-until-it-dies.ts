import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'
import type { CrashPoint } from './crash-points'
import type { TradingWorld } from './trading-world'

/** Runs a worker that dies at the point; resolves when it is dead. */
export const runUntilItDies = async (world: TradingWorld, point: CrashPoint): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/drills/crashing-worker.ts', point], {
    env: { ...process.env, ...world.environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}
