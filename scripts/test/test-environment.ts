import fs from 'node:fs'
import path from 'node:path'

/** Settings of the tests themselves; everything else of .env.example must not leak into them. */
const KEPT = ['TEST_DATABASE_URL', 'TEST_REDIS_URL', 'CHROME_PATH']

export function settingNames(root: string): string[] {
  const text = fs.readFileSync(path.join(root, '.env.example'), 'utf8')
  return [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? '')
}

/** The environment without the settings of an installation, so that no test ever meets real data or real keys. */
export function testEnvironment(root: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const clean = { ...env }
  for (const name of settingNames(root)) if (!KEPT.includes(name)) delete clean[name]
  // npm and its caller leave these; they change what the tools do.
  for (const name of ['NODE_ENV', 'NODE_OPTIONS', 'JARVIS_BUILD_DIR', 'npm_lifecycle_event'])
    delete clean[name]
  return { ...clean, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) }
}
