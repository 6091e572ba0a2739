import { describe, expect, it } from 'vitest'
import { stateHeadline } from './trading-state'

describe('stateHeadline', () => {
  it('says whose state it is and when it ends', () => {
    expect(stateHeadline({ state: 'EXITS_ONLY', scope: 'own', until: null })).toBe(
      'EXITS_ONLY for your account.',
    )
    expect(stateHeadline({ state: 'FROZEN', scope: 'global', until: '2026-11-22T14:32:07.000Z' })).toBe(
      'FROZEN for everybody until 22 Nov 14:32:07 UTC.',
    )
  })
})
