import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { palette } from '../console/palette'
import { whenParentDies } from '../console/parent-death'
import type { CommandContext } from '../start/main'
import { loadEnvFile, readSettings } from '../start/settings'
import { testEnvironment } from '../test/test-environment'
import { findRunningSandbox } from './running-sandbox'

const SEQUENCES = 200
const SHARDS = 2
/** What the drills' own deadlines are made for. */
const DRILL_SLOT_MS = 50

type Run = { filters: string[]; env: Record<string, string> }

/**
 * `npm run drill`: every failure drill that needs a running system, one line each. `npm run drill -- F10 F31`
 * runs some, `-- sequences [count] [first seed]` the random sequences. Ends the process: 1 if any fails.
 */
export async function run({ root, argv }: CommandContext): Promise<void> {
  loadEnvFile(root)
  const runs = argv[0] === 'sequences' ? sequences(argv) : await drills(root, argv)
  const env = testEnvironment(root)
  const codes = await Promise.all(runs.map((one) => vitest(root, one, env)))
  process.exit(codes.every((code) => code === 0) ? 0 : 1)
}

async function drills(root: string, names: readonly string[]): Promise<Run[]> {
  const { sandboxUrl, geyserUrl } = readSettings(root, [])
  const wanted = names.length > 0 ? names.join('|') : 'F[0-9][0-9]'
  const filters = ['scripts/drills/', '--exclude', '**/sequences/**', '--testNamePattern', wanted]
  const sandbox = await findRunningSandbox(sandboxUrl)
  if (!sandbox) {
    console.log(palette.dim(`No sandbox runs at ${sandboxUrl}: every drill starts one of its own`))
    return [{ filters, env: {} }]
  }
  const patience = Math.max(1, sandbox.slotMs / DRILL_SLOT_MS)
  console.log(
    palette.dim(`Sandbox at ${sandboxUrl}, a slot every ${sandbox.slotMs} ms; its prices are put back`),
  )
  const env = {
    DRILL_SANDBOX_URL: sandboxUrl,
    DRILL_GEYSER_URL: geyserUrl,
    DRILL_SLOT_MS: String(sandbox.slotMs),
    DRILL_PATIENCE: String(patience),
  }
  return [{ filters: [...filters, `--testTimeout=${120_000 * patience}`], env }]
}

function sequences([, count, first]: readonly string[]): Run[] {
  const total = Number(count ?? SEQUENCES)
  const start = Number(first ?? 0)
  const shards = Math.min(SHARDS, total)
  return Array.from({ length: shards }, (_, shard) => {
    const from = Math.floor((total * shard) / shards)
    const to = Math.floor((total * (shard + 1)) / shards)
    return {
      filters: ['scripts/drills/sequences'],
      env: { SEQUENCES: String(to - from), SEQUENCE_SEED: String(start + from) },
    }
  })
}

/** The drills share one sandbox, so its faults would meet in each other's tests: one file at a time. */
async function vitest(root: string, { filters, env }: Run, base: NodeJS.ProcessEnv): Promise<number> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', '--no-file-parallelism']
  const child = spawn(process.execPath, [...args, '--reporter=./scripts/drill/reporter.ts', ...filters], {
    cwd: root,
    env: { ...base, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = () => child.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  whenParentDies(stop)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
