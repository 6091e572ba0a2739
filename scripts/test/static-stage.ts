import fs from 'node:fs'
import path from 'node:path'
import { palette } from '../console/palette'
import { checkImports, checkPlanted } from './import-rules'
import type { Stage, StageContext } from './stage'
import { type Tally, add, nothing } from './tally'
import { runTool } from './tool'

interface Check {
  name: string
  ok: boolean
  lines: readonly string[]
  fix: string
}

type Checker = (context: StageContext) => Promise<Check[]>

/** Everything that needs no running program; two at a time, each one check in the sum. */
export const staticStage: Stage = {
  name: 'static',
  async run(context) {
    const waiting = [...CHECKERS]
    let tally = nothing
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const started = performance.now()
        const checks = await next(context)
        for (const check of checks)
          tally = add(tally, report(check, (performance.now() - started) / 1000, context.say))
      }
    }
    await Promise.all([work(), work()])
    return tally
  },
}

function report(check: Check, seconds: number, say: (line: string) => void): Tally {
  const mark = check.ok ? palette.green('✔') : palette.red('✖')
  say(`${mark} ${check.name} ${palette.dim(`${seconds.toFixed(1)} s`)}`)
  if (check.ok) return { passed: 1, failed: 0, skipped: 0 }
  for (const line of check.lines) say(`  | ${line}`)
  say(`  What to do: ${check.fix}`)
  return { passed: 0, failed: 1, skipped: 0 }
}

/** One command line tool that says by its exit code whether all is well. */
function tool(name: string, file: string, args: readonly string[], fix: string): Checker {
  return async ({ root, env, cleanup }) => {
    const result = await runTool(
      { name, args: [path.join('node_modules', file), ...args], env, cwd: root },
      cleanup,
    )
    const lines = result.output.filter((line) => line.trim() !== '')
    return [{ name, ok: result.code === 0, lines: lines.slice(-80), fix }]
  }
}

const imports: Checker = async ({ root, env, cleanup }) => {
  const { rules, reach } = await checkImports(root, env, cleanup)
  const planted = await checkPlanted(root, env, cleanup)
  const table =
    'docs/architecture.md has the table of who may import whom; .dependency-cruiser.cjs enforces it.'
  return [
    { name: 'import rules', ...rules, fix: `move the code or pass the value in: ${table}` },
    {
      name: 'import rules read every file',
      ...reach,
      fix: 'TypeScript must stay below 7 for dependency-cruiser 17.',
    },
    {
      name: 'import rules notice planted violations',
      ...planted,
      fix: 'correct the rule in .dependency-cruiser.cjs.',
    },
  ]
}

const types: Checker = async (context) => {
  const generated = path.join(context.root, 'next-env.d.ts')
  // Made by every build; in a clone that was never built the styles and pictures would have no types.
  if (!fs.existsSync(generated))
    fs.writeFileSync(
      generated,
      '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n',
    )
  return tool(
    'types',
    'typescript/bin/tsc',
    ['--noEmit', '--pretty', 'false'],
    'correct the types named above.',
  )(context)
}

const CHECKERS: readonly Checker[] = [
  types,
  tool(
    'lint',
    'eslint/bin/eslint.js',
    [
      '.',
      '--max-warnings=0',
      '--cache',
      '--cache-strategy=content',
      '--cache-location=node_modules/.cache/eslint/',
    ],
    '`npm run lint -- --fix` corrects some; the rest by hand.',
  ),
  imports,
  tool('format', 'prettier/bin/prettier.cjs', ['--check', '.', '--log-level=warn'], '`npm run format`'),
  tool('dead code', 'knip/bin/knip.js', ['--no-progress'], 'remove what nobody uses, or use it.'),
]
