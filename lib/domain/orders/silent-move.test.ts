import { describe, expect, it } from 'vitest'
import { looksLanded } from './silent-move'

const buy = { side: 'BUY', movedRaw: 900n, bookedRaw: 5_000n, hiddenRaw: 0n } as const
const sell = { side: 'SELL', movedRaw: 2_000n, bookedRaw: 5_000n, hiddenRaw: 0n } as const

describe('a transaction that no node shows', () => {
  it.each([
    ['a buy whose tokens are there', { ...buy, heldRaw: 5_900n }, true],
    ['a buy of which a tax was kept', { ...buy, heldRaw: 5_870n }, true],
    ['a buy that brought nothing', { ...buy, heldRaw: 5_000n }, false],
    ['a buy beside a little dust from elsewhere', { ...buy, heldRaw: 5_003n }, false],
    ['a buy while tokens left', { ...buy, heldRaw: 4_000n }, false],
    [
      'a buy whose tokens a sell may have taken at once',
      { ...buy, heldRaw: 4_400n, hiddenRaw: 1_500n },
      true,
    ],
    ['a sell whose tokens are gone', { ...sell, heldRaw: 3_000n }, true],
    ['a sell whose tokens are gone but for dust from elsewhere', { ...sell, heldRaw: 3_001n }, true],
    ['a sell of all whose tokens are gone', { ...sell, movedRaw: 5_000n, heldRaw: 0n }, true],
    ['a sell that took nothing', { ...sell, heldRaw: 5_000n }, false],
    ['a sell while a small part was moved elsewhere', { ...sell, heldRaw: 4_500n }, false],
    [
      'a sell whose tokens a buy may have brought back',
      { ...sell, heldRaw: 4_900n, hiddenRaw: 1_900n },
      true,
    ],
  ])('%s', (_, move, landed) => {
    expect(looksLanded(move)).toBe(landed)
  })
})
