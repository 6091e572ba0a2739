import { describe, expect, it } from 'vitest'
import { add, lastLine, nothing, tallyPlaywright, tallyVitest } from './tally'

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }

describe('counting', () => {
  it('sums stages into the last line', () => {
    const sum = [
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 4, failed: 1, skipped: 0 },
    ].reduce(add, nothing)
    expect(lastLine(sum)).toBe('5 passed, 1 failed, 2 skipped')
  })

  it('counts a file that does not load as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ]
    expect(tallyVitest({ ...vitest, testResults }, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })

  it('never reports success for a run that ended badly', () => {
    expect(tallyVitest(vitest, 1).failed).toBe(1)
    expect(tallyVitest(vitest, null).failed).toBe(1)
    expect(tallyVitest(vitest, 0).failed).toBe(0)
    const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }
    expect(tallyPlaywright({ stats }, 1).failed).toBe(1)
    expect(tallyPlaywright({ stats: { ...stats, flaky: 1 } }, 0).failed).toBe(1)
  })
})
