import { describe, expect, it } from 'vitest'
import { judgeReadiness, type ReadinessFinding } from './exit-readiness'

const finding = (level: ReadinessFinding['level'], reason: string): ReadinessFinding => ({
  check: 'quote',
  level,
  reason,
})

describe('judgeReadiness', () => {
  it('is clear without findings', () => {
    expect(judgeReadiness([])).toEqual({ level: 'clear', reasons: [] })
  })

  it('is as bad as the worst finding, and tells all', () => {
    const unknown = finding('unknown', 'not tried')
    const warning = finding('warning', 'thin')
    const trapped = finding('trapped', 'frozen')
    expect(judgeReadiness([unknown])).toEqual({ level: 'unknown', reasons: ['not tried'] })
    expect(judgeReadiness([unknown, warning])).toEqual({ level: 'warning', reasons: ['thin', 'not tried'] })
    expect(judgeReadiness([unknown, warning, trapped])).toEqual({
      level: 'trapped',
      reasons: ['frozen', 'thin', 'not tried'],
    })
  })
})
