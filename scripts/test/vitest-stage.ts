import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Stage } from './stage'
import { tallyVitest } from './tally'
import { runTool } from './tool'

/** A project of vitest.config.ts. The integration project brings its own PostgreSQL and Redis. */
export function vitestStage(name: 'unit' | 'integration'): Stage {
  return {
    name,
    async run({ root, env, filters, cleanup, say }) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-report-'))
      const forget = cleanup.add(() => fs.rmSync(folder, { recursive: true, force: true }))
      const report = path.join(folder, 'report.json')
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', name, ...filters]
      args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
      const result = await runTool({ name: `vitest ${name}`, args, env, cwd: root, onLine: say }, cleanup)
      const written = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : null
      fs.rmSync(folder, { recursive: true, force: true })
      forget()
      return written ? tallyVitest(written, result.code) : { passed: 0, failed: 1, skipped: 0 }
    },
  }
}
