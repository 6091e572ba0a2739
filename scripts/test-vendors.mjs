import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Installs the vendors' own clients beside the project (some 300 MB, from the registry), lets each write random
 * pools and price swaps in them, and tests our decoders with those. `npm run test:vendors -- [pools] [seed]`.
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
