import { expect, it } from 'vitest'
import { bpsText, verdictOf } from './fidelity-words'

const fidelity = (pairs: number, meanBps: string | null) => ({
  ...{ pairs, meanBps, spreadBps: meanBps && '3' },
  ...{ onlySimulated: 0, onlyReal: 0, medianLatencyMs: null },
})

it('says what a bias costs', () => {
  expect([bpsText('-12'), bpsText('1.239'), bpsText('0')]).toEqual(['−12.00 bps', '+1.24 bps', '0.00 bps'])
  expect(verdictOf(fidelity(40, '-12.5'))).toBe('For $1,000 a real fill brought $1.25 less than paper said.')
  expect(verdictOf(fidelity(40, '0.4'))).toBe('Paper fills are as good as real ones.')
  expect(verdictOf(fidelity(1, '20'))).toBe(
    'For $1,000 a real fill brought $2.00 more than paper said. 1 fill is too few to rely on.',
  )
  expect(verdictOf(fidelity(0, null))).toBe('Nothing compared yet.')
})
