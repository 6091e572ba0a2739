import { join } from 'node:path'
import { USUAL_PACE } from './launches/launch-engine'
import { startSandbox, type Sandbox } from './start-sandbox'

const DEADLINE_MS = 1_800

async function main(): Promise<void> {
  const starting = startSandbox({
    port: wholeNumber('SANDBOX_PORT', 8899, 0, 65_535),
    geyserPort: wholeNumber('GEYSER_PORT', 10_000, 0, 65_535),
    seed: process.env.SANDBOX_SEED ?? 'jarvis',
    slotMs: wholeNumber('SANDBOX_SLOT_MS', 400, 10, 60_000),
    extraTokens: wholeNumber('SANDBOX_EXTRA_TOKENS', 0, 0, 500),
    ...(process.env.SANDBOX_LAUNCHES === '0' ? {} : { launchPace: USUAL_PACE }),
    dataDir: join(process.env.JARVIS_DATA_DIR ?? '.jarvis', 'sandbox'),
  })
  // Before the start is over: whoever reads "ready" may send the signal in the same moment.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(starting))
  const { url, geyserUrl, market } = await starting
  // The tokens' past is made up when first asked for: better now than in the middle of somebody's trade.
  market.rows()
  console.log(`sandbox ready ${url} geyser ${geyserUrl}`)
}

let stopping = false

function stop(starting: Promise<Sandbox>): void {
  if (stopping) return
  stopping = true
  setTimeout(() => {
    console.error('sandbox: closing took too long, leaving')
    process.exit(1)
  }, DEADLINE_MS).unref()
  starting
    .then((sandbox) => sandbox.close())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('sandbox: could not save its state', error)
        process.exit(1)
      },
    )
}

function wholeNumber(name: string, fallback: number, least: number, most: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}"`)
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const port = taken && 'port' in error ? String(error.port) : ''
  const variable = port === (process.env.GEYSER_PORT || '10000') ? 'GEYSER_PORT' : 'SANDBOX_PORT'
  console.error(
    taken
      ? `sandbox: port ${port} is taken; another sandbox may be running. Set ${variable} to a free port`
      : `sandbox: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exit(1)
})
