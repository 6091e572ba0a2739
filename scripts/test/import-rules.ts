import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Cleanup } from './cleanup'
import { PLANTED } from './planted-violations'
import { runTool } from './tool'

const FOLDERS = ['app', 'lib', 'server', 'workers', 'sandbox', 'drizzle', 'scripts', 'e2e']

/** Fewer modules than this and the check has gone blind (it reads none at all with an unknown TypeScript). */
const FLOOR = 400

interface Cruise {
  modules: { source: string }[]
  summary: { violations: { rule: { name: string }; from: string; to: string }[] }
}

interface Verdict {
  ok: boolean
  lines: string[]
}

/** The rules on the real sources, and whether the check has read every one of them. */
export async function checkImports(
  root: string,
  env: NodeJS.ProcessEnv,
  cleanup: Cleanup,
): Promise<{ rules: Verdict; reach: Verdict }> {
  const folders = FOLDERS.filter((folder) => fs.existsSync(path.join(root, folder)))
  const { modules, summary } = await cruise(root, root, folders, env, cleanup)
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
  const read = new Set(modules.map((module) => module.source))
  const onDisk = folders.flatMap((folder) => sourceFiles(root, folder))
  const missed = onDisk.filter((file) => !read.has(file))
  const seen = onDisk.length - missed.length
  return {
    rules: { ok: violations.length === 0, lines: violations },
    reach: {
      ok: seen >= FLOOR && missed.length === 0,
      lines: [
        `read ${seen} of ${onDisk.length} source files, at least ${FLOOR} are expected`,
        ...missed.slice(0, 20),
      ],
    },
  }
}

/** Plants one violation of every rule in a folder of its own and expects each to be found. */
export async function checkPlanted(root: string, env: NodeJS.ProcessEnv, cleanup: Cleanup): Promise<Verdict> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-planted-'))
  const forget = cleanup.add(() => fs.rmSync(folder, { recursive: true, force: true }))
  try {
    const files = new Map(PLANTED.flatMap(({ files: planted }) => Object.entries(planted)))
    for (const [file, text] of files) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      fs.writeFileSync(path.join(folder, file), text)
    }
    fs.copyFileSync(path.join(root, 'tsconfig.json'), path.join(folder, 'tsconfig.json'))
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    const folders = FOLDERS.filter((name) => fs.existsSync(path.join(folder, name)))
    const { summary } = await cruise(root, folder, folders, env, cleanup)
    const found = new Set(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`))
    const missing = PLANTED.filter(({ rule, from }) => !found.has(`${rule} ${from}`))
    return {
      ok: missing.length === 0,
      lines: missing.map(
        ({ rule, from }) => `the rule "${rule}" did not notice the violation planted in ${from}`,
      ),
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
    forget()
  }
}

async function cruise(
  root: string,
  cwd: string,
  folders: string[],
  env: NodeJS.ProcessEnv,
  cleanup: Cleanup,
): Promise<Cruise> {
  const bin = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = path.join(root, '.dependency-cruiser.cjs')
  const args = [bin, '--config', config, '--output-type', 'json', ...folders]
  const { output } = await runTool({ name: 'import rules', args, env, cwd }, cleanup)
  try {
    return JSON.parse(output.join('\n')) as Cruise
  } catch {
    throw new Error(`dependency-cruiser gave no report:\n${output.slice(-10).join('\n')}`)
  }
}

function sourceFiles(root: string, folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => `${folder}/${String(file)}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('node_modules'))
}
