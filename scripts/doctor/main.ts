import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBrowser } from '../../e2e/browser'
import { StepFailure } from '../console/step-failure'
import { portFault } from '../embedded/ports'
import { locatePostgres } from '../embedded/postgres-binaries'
import { findInstalledRedis } from '../embedded/redis-binary'
import { chooseRunAs } from '../embedded/run-as'
import { isBuildFresh } from '../start/build'
import { redisCacheFolder } from '../start/cache-folder'
import { checkConfiguration } from '../start/configuration-check'
import { runningInstance } from '../start/instance-lock'
import { readSecrets } from '../start/secrets'
import { type Settings, loadEnvFile, readSettings } from '../start/settings'

export interface Finding {
  ok: boolean
  name: string
  remark: string
  fix: string
}

type Check = (settings: Settings) => Promise<Omit<Finding, 'name'>> | Omit<Finding, 'name'>

const fine = (remark: string) => ({ ok: true, remark, fix: '' })
const bad = (remark: string, fix: string) => ({ ok: false, remark, fix })

/** Looks at everything a start or a test run needs; changes nothing. */
export async function runChecks(root: string): Promise<Finding[]> {
  loadEnvFile(root)
  let settings: Settings
  try {
    settings = readSettings(root, [])
  } catch (error) {
    return [{ name: 'Settings', ...fromError(error) }]
  }
  const findings: Finding[] = []
  for (const [name, check] of CHECKS) {
    try {
      findings.push({ name, ...(await check(settings)) })
    } catch (error) {
      findings.push({ name, ...fromError(error) })
    }
  }
  return findings
}

function fromError(error: unknown): Omit<Finding, 'name'> {
  if (error instanceof StepFailure) return bad([error.what, ...error.details].join('\n  | '), error.fix)
  return bad(
    String((error as Error).message).split('\n')[0] ?? '',
    'Report this message: the check itself broke.',
  )
}

const settingsAreValid: Check = async (settings) => {
  const secrets = fs.existsSync(path.join(settings.dataFolder, 'secrets.json'))
    ? readSecrets(settings.dataFolder, settings.mode !== 'live')
    : {
        postgresPassword: '',
        redisPassword: '',
        AUTH_SECRET: 'x'.repeat(44),
        JARVIS_VAULT_KEY: '0'.repeat(64),
      }
  await checkConfiguration(settings, secrets)
  return fine(`${settings.mode} mode`)
}

const dataFolder: Check = ({ dataFolder: folder }) => {
  const existing = fs.existsSync(folder) ? folder : path.dirname(folder)
  try {
    fs.accessSync(existing, fs.constants.W_OK)
  } catch {
    return bad(`${folder} cannot be written`, 'Set JARVIS_DATA_DIR to a folder you own.')
  }
  const { bavail, bsize } = fs.statfsSync(existing)
  const gigabytes = (bavail * bsize) / 1024 ** 3
  const remark = `${folder}, ${gigabytes.toFixed(1)} GB free`
  return gigabytes > 1 ? fine(remark) : bad(remark, 'Free some space: databases and build need about 1 GB.')
}

const memory: Check = () => {
  const gigabytes = os.totalmem() / 1024 ** 3
  const remark = `${gigabytes.toFixed(1)} GB`
  return gigabytes > 1.8 ? fine(remark) : bad(remark, 'The build needs about 2 GB: add memory or swap.')
}

const database: Check = () => {
  if (process.env.DATABASE_URL) return fine('DATABASE_URL is used')
  locatePostgres()
  return fine(`embedded PostgreSQL 15, started as ${chooseRunAs().name}`)
}

const queue: Check = ({ root }) => {
  if (process.env.REDIS_URL) return fine('REDIS_URL is used')
  const tried: string[] = []
  const found = findInstalledRedis(redisCacheFolder(root), tried)
  if (found) return fine(`${found.version}, ${found.origin}`)
  return bad(
    ['none is installed', ...tried].join('; '),
    '`npm start` fetches it where apt-get exists; else install it (sudo apt-get install redis-server) or set REDIS_URL.',
  )
}

const ports: Check = async (settings) => {
  const instance = runningInstance(settings.dataFolder)
  if (instance) return fine(`JARVIS is running (pid ${instance.pid}, ${instance.url})`)
  const wanted: [variable: string, port: number, host: string][] = [['PORT', settings.port, settings.host]]
  if (settings.mode === 'sandbox')
    wanted.push(
      ['SANDBOX_PORT', settings.sandboxPort, '127.0.0.1'],
      ['GEYSER_PORT', settings.geyserPort, '127.0.0.1'],
    )
  for (const [variable, port, host] of wanted) {
    const fault = await portFault(port, host)
    if (fault)
      return bad(`${variable} ${port} cannot be used (${fault})`, `Stop what uses it, or set ${variable}.`)
  }
  return fine(`${wanted.map(([, port]) => port).join(', ')} are free`)
}

const health: Check = async ({ dataFolder: folder }) => {
  const instance = runningInstance(folder)
  if (!instance) return fine('not running')
  const response = await fetch(`${instance.url}/api/v1/health`, { signal: AbortSignal.timeout(5000) })
  const text = await response.text()
  return response.status === 200
    ? fine('healthy')
    : bad(text.slice(0, 200), `Read the logs in ${path.join(folder, 'logs')}.`)
}

const build: Check = ({ root }) =>
  fine(isBuildFresh(root, '.next') ? 'pages are built and current' : 'pages will be built at the next start')

const browser: Check = async () => {
  // The chain ends with an installation; looking must not install.
  const { origin } = await findBrowser(() => undefined, { install: false })
  return fine(origin)
}

const CHECKS: readonly (readonly [string, Check])[] = [
  ['Settings', settingsAreValid],
  ['Data folder', dataFolder],
  ['Memory', memory],
  ['PostgreSQL', database],
  ['Redis', queue],
  ['Ports', ports],
  ['Health', health],
  ['Build', build],
  ['Test browser', browser],
]
