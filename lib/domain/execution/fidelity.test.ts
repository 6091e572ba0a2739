import { describe, expect, it } from 'vitest'
import { fidelityOf } from './fidelity'

const pair = (simulatedOutRaw: bigint | null, realOutRaw: bigint | null, landedAfterMs = 800) => ({
  simulatedOutRaw,
  realOutRaw,
  landedAfterMs,
})

describe('fidelity of paper fills', () => {
  it('is mean and spread of what was really got against what was simulated', () => {
    expect(
      fidelityOf([pair(10_000n, 9_990n, 700), pair(10_000n, 10_030n, 900), pair(5_000n, 5_000n, 500)]),
    ).toEqual({
      pairs: 3,
      meanBps: '6.67',
      spreadBps: '17',
      onlySimulated: 0,
      onlyReal: 0,
      medianLatencyMs: 700,
    })
  })

  it('counts where only one of the two filled, and leaves these out of the bias', () => {
    expect(fidelityOf([pair(10n, null), pair(null, 10n), pair(null, null)])).toMatchObject({
      pairs: 0,
      meanBps: null,
      spreadBps: null,
      onlySimulated: 1,
      onlyReal: 1,
    })
  })

  it('says nothing without a pair', () => {
    expect(fidelityOf([])).toMatchObject({ pairs: 0, meanBps: null, medianLatencyMs: null })
  })
})
