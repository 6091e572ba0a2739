import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { errorFromResponse, JupiterResponseError } from '../errors'
import documented from './__fixtures__/execute-answers.json'
import { outcomeOfAnswer, outcomeOfError } from './execute-outcome'
import { executeV2 } from './schemas'

const SIGNATURE = 'transaction-signature'
const outcome = (answer: unknown) => outcomeOfAnswer(executeV2.parse(answer), SIGNATURE)
const refused = (status: number, body: unknown) =>
  outcomeOfError(errorFromResponse(new JupiterResponseError(status, body, {})))

describe('what /execute proves', () => {
  const { success, expired, makerFailed, slippage, missingOrder } = documented.body

  it('a landed transaction, only with our signature and a slot', () => {
    expect(outcome(success)).toEqual({ outcome: 'landed', signature: SIGNATURE, slot: 323598314n })
    expect(outcome({ ...success, signature: 'other' }).outcome).toBe('unknown')
    expect(outcome({ ...success, signature: undefined }).outcome).toBe('unknown')
    expect(outcome({ ...success, slot: undefined }).outcome).toBe('unknown')
    expect(outcome({ ...success, code: -1001 }).outcome).toBe('unknown')
  })

  it('a program error in a block is definitive', () => {
    expect(outcome(slippage)).toEqual({
      outcome: 'failed',
      code: '6001',
      detail: 'Slippage tolerance exceeded (Jupiter code 6001)',
    })
  })

  it.each([-2, -3, -1002, -1003, -2002])('code %i was refused before sending', (code) => {
    expect(outcome({ status: 'Failed', code, error: 'no' }).outcome).toBe('failed')
    expect(refused(400, { code, error: 'no' }).outcome).toBe('failed')
  })

  it.each([
    0, -1, -4, -5, -1000, -1001, -1004, -1005, -1006, -1007, -2000, -2001, -2003, -2004, -2005, -9999,
  ])('F01 code %i leaves it open', (code) => {
    expect(outcome({ status: 'Failed', code, error: 'maybe' }).outcome).toBe('unknown')
    expect(refused(400, { code, error: 'maybe' }).outcome).toBe('unknown')
  })

  it.each([
    ['expired', expired],
    ['maker failed', makerFailed],
  ])('documented answer "%s" leaves it open', (_, answer) => {
    expect(outcome(answer).outcome).toBe('unknown')
  })

  it('a missing order leaves it open: an earlier post of the same bytes may have been sent', () => {
    expect(refused(400, missingOrder).outcome).toBe('unknown')
  })

  it.each([
    [500, { signature: SIGNATURE, error: 'internal' }],
    [502, '<html>bad gateway</html>'],
    [504, { code: -2, message: 'timeout' }],
    [429, { code: 429, message: 'Too many requests' }],
    [400, { code: 6001, error: 'not a report of a block' }],
    [400, 'no json'],
  ])('HTTP %i leaves it open', (status, body) => {
    expect(refused(status, body).outcome).toBe('unknown')
  })

  it('a time-out leaves it open', () => {
    const error = new AppError('venue.unavailable', 'Jupiter did not answer in time.', { retry: 'retryable' })
    expect(outcomeOfError(error)).toEqual({ outcome: 'unknown', detail: 'Jupiter did not answer in time.' })
  })
})
