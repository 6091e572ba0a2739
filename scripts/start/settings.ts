import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'

export type Mode = 'sandbox' | 'paper' | 'live'

export interface Settings {
  root: string
  mode: Mode
  dev: boolean
  host: string
  port: number
  sandboxPort: number
  geyserPort: number
  /** Absolute. */
  dataFolder: string
  /** Where people reach it from this machine. */
  url: string
  sandboxUrl: string
  /** The sandbox's account stream. */
  geyserUrl: string
}

const MODES: readonly Mode[] = ['sandbox', 'paper', 'live']

/** `.env` fills in what the environment leaves open. JARVIS_ENV_FILE names another file; empty means none. */
export function loadEnvFile(root: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = path.resolve(root, env.JARVIS_ENV_FILE ?? '.env')
  if (env.JARVIS_ENV_FILE !== '' && fs.existsSync(file)) process.loadEnvFile(file)
}

/** Only what the launcher itself needs; everything else is checked by the configuration of each process. */
export function readSettings(
  root: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  const faults: string[] = []
  const port = readPort(env, 'PORT', 3000, faults)
  const sandboxPort = readPort(env, 'SANDBOX_PORT', 8899, faults)
  const geyserPort = readPort(env, 'GEYSER_PORT', 10_000, faults)
  const mode = (env.JARVIS_MODE || 'sandbox') as Mode
  if (!MODES.includes(mode)) faults.push(`JARVIS_MODE must be sandbox, paper or live, not "${mode}"`)
  const ports = { PORT: port, SANDBOX_PORT: sandboxPort, GEYSER_PORT: geyserPort }
  if (mode === 'sandbox') faults.push(...sharedPorts(Object.entries(ports)))
  const unknown = argv.filter((argument) => argument !== '--dev')
  if (unknown.length > 0) faults.push(`unknown argument ${unknown.join(' ')}; the only one is --dev`)
  if (faults.length > 0)
    throw new StepFailure(
      'The settings are not usable',
      'Correct them in the environment or in .env and start again.',
      faults,
    )

  const host = env.HOST || '127.0.0.1'
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return {
    root,
    mode,
    dev: argv.includes('--dev'),
    host,
    port,
    sandboxPort,
    geyserPort,
    dataFolder: path.resolve(root, env.JARVIS_DATA_DIR || '.jarvis'),
    url: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    geyserUrl: `http://127.0.0.1:${geyserPort}`,
  }
}

const sharedPorts = (ports: [string, number][]): string[] =>
  ports.flatMap(([name, port], index) =>
    ports
      .slice(index + 1)
      .filter(([, other]) => other === port)
      .map(([other]) => `${name} and ${other} are both ${port}; they must differ`),
  )

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number, faults: string[]): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value
  faults.push(`${name} must be a whole number from 1 to 65535, not "${text}"`)
  return fallback
}
