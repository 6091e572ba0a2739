import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node'
import { palette } from '../console/palette'
import { drillLine } from './drill-line'

/** One line a drill as it ends, its error below when it failed, and a count at the end. */
export default class DrillReporter implements Reporter {
  private passed = 0
  private failed = 0

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result()
    if (state === 'skipped' || state === 'pending') return
    const ok = state === 'passed'
    if (ok) this.passed += 1
    else this.failed += 1
    const line = drillLine(test.fullName, ok, test.diagnostic()?.duration ?? 0)
    console.log(ok ? line : palette.red(line))
    for (const error of errors ?? [])
      console.log(`    ${error.message.split('\n').slice(0, 6).join('\n    ')}`)
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) {
      this.failed += 1
      console.log(palette.red(`${module.relativeModuleId} did not run: ${error.message}`))
    }
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly unknown[], _reason: TestRunEndReason): void {
    for (const error of errors) console.log(palette.red(String((error as Error).message ?? error)))
    console.log(`${this.passed} drills passed, ${this.failed} failed`)
  }
}
