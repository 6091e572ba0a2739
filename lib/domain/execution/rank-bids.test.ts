import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { ASSUMED_COST_LAMPORTS, type Bid, inTurn, rankBids, type Terms } from './rank-bids'

const bid = (venue: string, outputRaw: bigint, costLamports: bigint | null = 0n): Bid => ({
  ...{ venue, outputRaw, minOutputRaw: outputRaw, costLamports },
})
const selling: Terms = {
  inputRaw: 1_000n,
  solPriceUsd: decimal('150'),
  dollarsAre: 'output',
  policy: 'best-net',
}
const netOutput = (one: Bid, terms: Terms) => rankBids([one], terms)[0]!.netOutputRaw
const first = (bids: Bid[], terms: Partial<Terms> = {}) =>
  rankBids(bids, { ...selling, ...terms })[0]!.bid.venue

describe('the net of an offer', () => {
  it('is the output less what is paid in SOL, rounded up', () => {
    // 100,001 lamports at 150 dollars are 15,000.15 base units of USDC.
    expect(netOutput(bid('jupiter', 20_000n, 100_001n), selling)).toBe(4_999n)
  })

  it('of a purchase is what the same dollars buy when they pay the cost too', () => {
    const buying: Terms = { ...selling, dollarsAre: 'input', inputRaw: 100_000_000n }
    // 0.001 SOL is 0.15 dollars on 100: 100 / 100.15 of the tokens.
    expect(netOutput(bid('jupiter', 5_000_000n, 1_000_000n), buying)).toBe(4_992_511n)
  })

  it('assumes a usual fee where the venue tells none, and counts none while SOL has no price', () => {
    const told = netOutput(bid('bags', 50_000n, ASSUMED_COST_LAMPORTS), selling)
    expect(netOutput(bid('bags', 50_000n, null), selling)).toBe(told)
    expect(netOutput(bid('bags', 50_000n), { ...selling, solPriceUsd: null })).toBe(50_000n)
  })
})

describe('the order of offers', () => {
  it('is by what is left, not by what is quoted', () => {
    expect(first([bid('bags', 1_000_000n, 5_000_000n), bid('jupiter', 990_000n, 5_000n)])).toBe('jupiter')
  })

  it('puts bags.fm first where that is asked for, also when it leaves less', () => {
    const offers = [bid('jupiter', 1_000n), bid('bags', 900n)]
    expect(first(offers, { policy: 'bags-first' })).toBe('bags')
    expect(first([offers[0]!], { policy: 'bags-first' })).toBe('jupiter')
  })

  it('of two that leave the same prefers the better promise, then the first', () => {
    const loose = { ...bid('jupiter', 1_000n), minOutputRaw: 900n }
    expect(first([loose, bid('bags', 1_000n)])).toBe('bags')
    expect(first([bid('jupiter', 1_000n), bid('bags', 1_000n)])).toBe('jupiter')
  })
})

it('gives the others their turn from the third attempt on', () => {
  const order = [0, 1, 2, 3, 4].map((failures) => inTurn(['best', 'second'], failures)[0])
  expect(order).toEqual(['best', 'best', 'second', 'best', 'second'])
  expect(inTurn([], 7)).toEqual([])
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(100), (ranked, failures) => {
      expect(inTurn(ranked, failures).toSorted()).toEqual(ranked.toSorted())
    }),
  )
})
