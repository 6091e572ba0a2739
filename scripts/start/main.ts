import path from 'node:path'
import { palette } from '../console/palette'
import { whenParentDies } from '../console/parent-death'
import { describeFailure } from '../console/step-failure'
import { Steps } from '../console/steps'
import { prepareDataFolder } from './data-folder'
import { type InstanceLock, takeInstanceLock } from './instance-lock'
import { Launcher } from './launcher'
import { type Settings, loadEnvFile, readSettings } from './settings'

export interface CommandContext {
  root: string
  argv: readonly string[]
  installSeconds: number
}

/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: what comes at once is one request. */
const IMPATIENCE_MS = 3000

/** `npm start` and `npm run dev`. Ends the process: 0 after a stop, 1 after a failure. */
export async function run({ root, argv, installSeconds }: CommandContext): Promise<void> {
  let lock: InstanceLock | null = null
  // A closed terminal or `| head` must not cut the orderly stop short.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    loadEnvFile(root)
    const settings = readSettings(root, argv)
    console.log(
      palette.bold(
        `JARVIS · ${settings.mode} mode · data in ${path.relative(root, settings.dataFolder) || '.'}`,
      ),
    )
    prepareDataFolder(settings.dataFolder, settings.mode)
    lock = takeInstanceLock(settings.dataFolder, settings.url, (line) => console.log(`  ${line}`))
    process.once('exit', () => lock?.release())
    process.exitCode = await runUntilStopped(settings, installSeconds)
  } catch (error) {
    console.error(describeFailure(error))
    process.exitCode = 1
  }
  lock?.release()
  process.exit()
}

async function runUntilStopped(settings: Settings, installSeconds: number): Promise<number> {
  const steps = new Steps()
  if (installSeconds > 0) steps.record('Dependencies', installSeconds)
  const launcher = new Launcher(settings, steps)
  const stopRequested = listenForStop(launcher)
  try {
    await Promise.race([launcher.start(), stopRequested])
  } catch (error) {
    if (stopRequested.happened()) console.log('\nStopping')
    await launcher.stop()
    if (stopRequested.happened()) return 0
    console.error(describeFailure(error))
    return 1
  }
  if (!stopRequested.happened()) announce(settings, steps)
  await stopRequested
  console.log('\nStopping')
  await launcher.stop()
  console.log('Stopped; nothing is left running')
  return 0
}

function announce(settings: Settings, steps: Steps): void {
  const lines = ['', `${palette.bold('JARVIS')} is running at ${palette.bold(settings.url)}`]
  if (settings.mode === 'sandbox')
    lines.push(
      '  sign in as   demo@jarvis.local / demo-sandbox   (trader)',
      '          or   admin@jarvis.local / admin-sandbox (administrator)',
      `  sandbox      ${settings.sandboxUrl}/control/market`,
    )
  else lines.push('  accounts     npm run user:create -- you@example.com')
  lines.push(`  logs         ${path.join(settings.dataFolder, 'logs')}`, '  stop         Ctrl-C')
  lines.push(
    `  started in   ${steps.total().toFixed(1)} s: ${steps.shares()}`,
    '',
    palette.green('JARVIS ready'),
  )
  console.log(lines.join('\n'))
}

type StopRequest = Promise<void> & { happened: () => boolean }

function listenForStop(launcher: Launcher): StopRequest {
  let first = 0
  const requested = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (first === 0) {
        first = Date.now()
        resolve()
      } else if (Date.now() - first > IMPATIENCE_MS) {
        console.log('Asked again: killing what is left')
        void launcher.kill().then(() => process.exit(1))
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
    whenParentDies(onSignal)
  })
  return Object.assign(requested, { happened: () => first !== 0 })
}
