import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Installs the vendors' own clients beside the project (some 450 MB, from the registry), lets each write random
 * pools and price swaps in them, and tests our decoders with those; then bags.fm's own client trades in a sandbox.
 * `npm run test:vendors -- [pools] [seed]`.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const clients = path.join(root, 'scripts/vendor-clients')
const [pools = '200', seed = String(Date.now())] = process.argv.slice(2)
const run = (command, args, cwd, env = {}) =>
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } })

const folder = mkdtempSync(path.join(os.tmpdir(), 'vendor-fixtures-'))
try {
  run('npm', ['ci', '--ignore-scripts'], clients)
  for (const name of readdirSync(clients).filter((file) => file.endsWith('-pools.mjs')))
    run('node', [name, folder, seed], clients, { CASES: pools })
  run('npx', ['vitest', 'run', '--project', 'unit', 'lib/adapters/amm-pools/vendor-fixtures.test.ts'], root, {
    VENDOR_FIXTURES: folder,
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The client of bags.fm has a lock file of its own: its versions of web3.js and Meteora's clients are others. */
const bags = path.join(clients, 'bags')
// Not `npm ci`: its lock file lacks other machines' optional builds of a bundler that the client drags in.
run('npm', ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'], bags)
const data = mkdtempSync(path.join(os.tmpdir(), 'vendor-sandbox-'))
const sandbox = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, SANDBOX_PORT: '0', GEYSER_PORT: '0', SANDBOX_SLOT_MS: '100', JARVIS_DATA_DIR: data },
})
try {
  const url = await new Promise((resolve, reject) => {
    sandbox.once('exit', () => reject(new Error('the sandbox did not start')))
    sandbox.stdout.on('data', (text) => {
      const [, ready] = /sandbox ready (\S+)/.exec(String(text)) ?? []
      if (ready) resolve(ready)
    })
  })
  run('node', ['try-sandbox.mjs', url], bags)
} finally {
  if (sandbox.exitCode === null) {
    const ended = once(sandbox, 'exit')
    sandbox.kill()
    await ended
  }
  rmSync(data, { recursive: true, force: true })
}
