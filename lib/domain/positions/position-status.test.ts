import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closedStatusFor,
  isPositionTerminal,
  liveStatuses,
  positionCanBecome,
  positionStatuses,
  type PositionStatus,
} from './position-status'

const status = fc.constantFrom(...positionStatuses)

describe('position status', () => {
  it('leaves a terminal state never', () => {
    fc.assert(
      fc.property(status, status, (from, to) => !isPositionTerminal(from) || !positionCanBecome(from, to)),
    )
  })

  it('is either live or terminal, and every live one can still end', () => {
    for (const one of positionStatuses) {
      const live = (liveStatuses as readonly PositionStatus[]).includes(one)
      expect(live).toBe(!isPositionTerminal(one))
    }
    expect(positionCanBecome('OPEN', 'CLOSED')).toBe(false)
    expect(positionCanBecome('OPEN', 'CLOSING') && positionCanBecome('CLOSING', 'CLOSED')).toBe(true)
  })

  it('ends where its reason says', () => {
    expect(closedStatusFor('STOP_LOSS')).toBe('STOPPED_OUT')
    expect(closedStatusFor('TRAILING_STOP')).toBe('STOPPED_OUT')
    expect(closedStatusFor('EXTERNAL')).toBe('EXTERNALLY_CLOSED')
    expect(closedStatusFor('TAKE_PROFIT')).toBe('CLOSED')
    expect(closedStatusFor('MANUAL')).toBe('CLOSED')
  })
})
