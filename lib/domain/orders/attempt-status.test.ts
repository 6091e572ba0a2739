import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptCanBecome, attemptStatuses, liveAttemptStatuses } from './attempt-status'

const status = fc.constantFrom(...attemptStatuses)

describe('attempt status', () => {
  it('is settled once: nothing leaves CONFIRMED, FAILED or EXPIRED', () => {
    fc.assert(
      fc.property(
        status,
        status,
        (from, to) => liveAttemptStatuses.includes(from) || !attemptCanBecome(from, to),
      ),
    )
    expect(liveAttemptStatuses).toEqual(['SIGNED', 'SENT'])
  })

  it('can land even when nobody recorded that it was sent', () => {
    expect(attemptCanBecome('SIGNED', 'CONFIRMED')).toBe(true)
    expect(attemptCanBecome('SENT', 'SIGNED')).toBe(false)
  })
})
