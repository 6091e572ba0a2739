import { describe, expect, it } from 'vitest'
import type { LandedTransaction } from './chain-types'
import { FeeSamples, pickPercentile } from './fee-samples'

const paid = (computeUnitPrice: bigint, ...writable: string[]) =>
  ({
    computeUnitPrice,
    accountKeys: writable.map((address) => ({
      address,
      writable: true,
      signer: false,
      source: 'transaction',
    })),
  }) as LandedTransaction

describe('FeeSamples', () => {
  it('answers for a slot the dearest of its named accounts, each by its cheapest transaction', () => {
    const fees = new FeeSamples()
    fees.add(1n, [paid(5n, 'a'), paid(70n, 'hot'), paid(90n, 'hot')])
    fees.add(2n, [])
    const at = (accounts: string[], percentile?: number) =>
      fees.bySlot(accounts, percentile).map(({ price }) => price)
    expect(at([])).toEqual([5n, 0n])
    expect(at(['hot'])).toEqual([70n, 0n])
    expect(at(['a', 'hot'])).toEqual([70n, 0n])
    expect(at(['nobody'])).toEqual([5n, 0n])
    expect(at(['hot'], 0.5)).toEqual([90n, 0n])
  })

  it('lists prices ascending within the lookback, for any of the accounts', () => {
    const fees = new FeeSamples()
    fees.add(1n, [paid(1n, 'a')])
    fees.add(2n, [paid(9n, 'a'), paid(3n, 'b'), paid(100n, 'c')])
    expect(fees.prices(['a', 'b'], 150)).toEqual([1n, 3n, 9n])
    expect(fees.prices(['a', 'b'], 1)).toEqual([3n, 9n])
    expect(fees.prices([], 150)).toEqual([1n, 3n, 9n, 100n])
  })

  it('keeps 150 slots', () => {
    const fees = new FeeSamples()
    for (let slot = 1n; slot <= 151n; slot++) fees.add(slot, [])
    expect([fees.all().length, fees.all()[0]?.slot]).toEqual([150, 2n])
  })
})

describe('pickPercentile', () => {
  it.each([
    [0, 1n],
    [0.24, 1n],
    [0.25, 2n],
    [0.5, 3n],
    [0.95, 4n],
    [1, 4n],
  ])('%d of four', (percentile, expected) => {
    expect(pickPercentile([1n, 2n, 3n, 4n], percentile)).toBe(expected)
    expect(pickPercentile([], percentile)).toBe(0n)
  })
})
