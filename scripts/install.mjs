// Plain JavaScript without dependencies: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const MINIMUM_NODE = [20, 12]
const modules = path.join(root, 'node_modules')
const stampFile = path.join(modules, '.jarvis-install')

/** An error whose message is already written for people: what failed and what to do. */
export class InstallError extends Error {}

export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return
  throw new InstallError(
    `JARVIS needs Node ${MINIMUM_NODE.join('.')} or later, this is Node ${version}.\n` +
      `  What to do: install a current Node from https://nodejs.org (or: nvm install 20) and run the command again.`,
  )
}

/** What the installed tree must match: the lock file, and the machine the native packages were chosen for. */
function wantedStamp() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

/** 'ok', or the reason why `npm install` has to run. */
export function dependencyState() {
  if (!fs.existsSync(modules)) return 'not installed yet'
  if (!fs.existsSync(stampFile)) return 'installed only in part'
  if (fs.readFileSync(stampFile, 'utf8').trim() !== wantedStamp()) return 'package-lock.json has changed'
  return 'ok'
}

/** Installs what is missing. Returns the seconds it took (0 when nothing was to do). */
export async function ensureDependencies(say = console.log) {
  checkNodeVersion()
  if (dependencyState() === 'ok') return 0
  const started = Date.now()
  const release = await takeInstallLock(say)
  try {
    const reason = dependencyState()
    if (reason === 'ok') return (Date.now() - started) / 1000
    say(`Installing dependencies (${reason}); about a minute the first time`)
    fs.rmSync(stampFile, { force: true })
    if (!(await npmInstall(say))) {
      say('npm install failed; trying once more from an empty node_modules')
      fs.rmSync(modules, { recursive: true, force: true })
      if (!(await npmInstall(say))) throw new InstallError(installFailed)
    }
    fs.writeFileSync(stampFile, `${wantedStamp()}\n`)
    const seconds = (Date.now() - started) / 1000
    say(`Dependencies installed in ${seconds.toFixed(1)} s`)
    return seconds
  } finally {
    release()
  }
}

const installFailed =
  'npm install failed twice; its own messages are above.\n' +
  '  What to do: check the network and `npm config get registry`, check free disk space (about 1 GB is needed),\n' +
  '  then run the command again.'

function npmInstall(say) {
  // --include: NODE_ENV=production in the environment would leave out what the build needs.
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  const [command, full] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args]
  return new Promise((resolve, reject) => {
    const child = spawn(command, full, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    const started = Date.now()
    const stop = () => {
      child.kill('SIGTERM')
      process.exit(1)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    const ticker = setInterval(() => {
      say(`  … still installing, ${Math.round((Date.now() - started) / 1000)} s`)
    }, 10_000)
    const settle = () => {
      clearInterval(ticker)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop)
    }
    child.on('error', (error) => {
      settle()
      reject(
        new InstallError(
          `npm could not be started (${error.message}).\n  What to do: install npm (it comes with Node) and put it on PATH.`,
        ),
      )
    })
    child.on('exit', (code) => {
      settle()
      resolve(code === 0)
    })
  })
}

/** Two commands started at once in a fresh clone must not run npm in the same folder. */
async function takeInstallLock(say) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  const file = path.join(os.tmpdir(), `jarvis-install-${os.userInfo().uid}-${name}.pid`)
  let told = false
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => fs.rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(readPid(file))) {
      fs.rmSync(file, { force: true })
      continue
    }
    if (!told) say('Another command is installing the dependencies; waiting for it')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function readPid(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}

function isAlive(pid) {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
