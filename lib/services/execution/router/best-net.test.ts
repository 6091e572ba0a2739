import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { ExecutionVenue, SwapOrder, VenueQuote } from '@/lib/ports/execution-venue'
import { createSwapRouter } from './create-swap-router'

/**
 * A venue as a trader meets it: a pool with depth and a fee, a fee of its own, a priority fee, and a token that taxes
 * its transfers. All of it is worked out here in whole numbers, apart from the code under test.
 */
type Market = {
  name: string
  tokens: bigint
  dollars: bigint
  poolFeeBps: bigint
  venueFeeBps: bigint
  lamports: bigint
}
type Case = {
  side: 'BUY' | 'SELL'
  inputRaw: bigint
  /** Millionths of a dollar. */
  solPrice: bigint
  taxBps: bigint
  markets: [Market, Market]
}

const less = (amount: bigint, bps: bigint): bigint => (amount * (10_000n - bps)) / 10_000n

const outputOf = ({ side, inputRaw, taxBps }: Case, market: Market): bigint => {
  const reaches = side === 'SELL' ? less(inputRaw, taxBps) : inputRaw
  const input = less(less(reaches, market.venueFeeBps), market.poolFeeBps)
  const [from, to] = side === 'SELL' ? [market.tokens, market.dollars] : [market.dollars, market.tokens]
  const output = (to * input) / (from + input)
  return side === 'SELL' ? output : less(output, taxBps)
}

/**
 * What the trader is left with, as a fraction: dollars, or tokens for a dollar spent, after `more` base units of
 * dollars that rounding the cost may add.
 */
const leftWith = (one: Case, market: Market, more: bigint): { over: bigint; under: bigint } => {
  const output = outputOf(one, market) * NANO
  const cost = market.lamports * one.solPrice + more * NANO
  return one.side === 'SELL'
    ? { over: output - cost, under: NANO }
    : { over: output, under: one.inputRaw * NANO + cost }
}
const NANO = 1_000_000_000n

const venueOf = (one: Case, market: Market): ExecutionVenue => {
  const quote = (order: SwapOrder): VenueQuote => ({
    ...order,
    ...{ venue: market.name, priceImpactPct: null, route: [], raw: null, costLamports: market.lamports },
    ...{ outputRaw: outputOf(one, market), minOutputRaw: outputOf(one, market) },
  })
  return {
    name: market.name,
    quote: () => Promise.reject(new Error('not asked here')),
    offer: async (order) => ({ quote: quote(order), build: () => Promise.reject(new Error('not built')) }),
  }
}

const market = (name: string) =>
  fc.record({
    name: fc.constant(name),
    tokens: fc.bigInt(1_000_000n, 10n ** 16n),
    dollars: fc.bigInt(1_000_000n, 10n ** 13n),
    poolFeeBps: fc.bigInt(0n, 300n),
    venueFeeBps: fc.bigInt(0n, 300n),
    lamports: fc.bigInt(5_000n, 20_000_000n),
  })
/** Pools of one token are never far apart: arbitrage sees to that. The second is the first, a little different. */
const near = (first: Market) =>
  fc
    .record({ depthPct: fc.bigInt(20n, 500n), skewBps: fc.bigInt(-300n, 300n), other: market('bags') })
    .map(({ depthPct, skewBps, other }) => ({
      ...other,
      tokens: (first.tokens * depthPct) / 100n + 1n,
      dollars: (first.dollars * depthPct * (10_000n + skewBps)) / 1_000_000n + 1n,
    }))
const anyCase: fc.Arbitrary<Case> = market('jupiter').chain((first) =>
  fc.record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    inputRaw: fc.bigInt(1_000n, 10n ** 12n),
    solPrice: fc.bigInt(1_000_000n, 1_000_000_000n),
    taxBps: fc.oneof(fc.constant(0n), fc.bigInt(1n, 1_000n)),
    markets: fc.tuple(fc.constant(first), near(first)),
  }),
)

it('takes the venue that leaves the trader with most, whatever fees, impact and tax', async () => {
  const won = { jupiter: 0, bags: 0, dearer: 0 }
  await fc.assert(
    fc.asyncProperty(anyCase, async (one) => {
      const router = createSwapRouter({
        venues: one.markets.map((each) => venueOf(one, each)),
        circuits: { ask: async () => 'closed', succeeded: async () => {}, failed: async () => {} },
        solPriceUsd: async () => decimal(`${one.solPrice}e-6`),
      })
      const [inputMint, outputMint] = one.side === 'BUY' ? [USDC_MINT, 'token'] : ['token', USDC_MINT]
      const { ranked } = await router.routes({
        ...{ inputMint, outputMint, inputRaw: one.inputRaw, slippageBps: 100 },
        ...{ wallet: 'w', priority: 'entry', policy: 'best-net', failures: 0 },
      })
      const taken = one.markets.find(({ name }) => name === ranked[0]!.quote.venue)!
      const passed = one.markets.find((each) => each !== taken)!
      const [mine, theirs] = [leftWith(one, taken, 0n), leftWith(one, passed, 1n)]
      expect(mine.over * theirs.under).toBeGreaterThanOrEqual(theirs.over * mine.under)
      won[taken.name as 'jupiter' | 'bags'] += 1
      if (outputOf(one, taken) < outputOf(one, passed)) won.dearer += 1
    }),
    { numRuns: 1_000 },
  )
  // Both win often, and often the one that quotes less: else nothing was tried.
  expect(Math.min(won.jupiter, won.bags)).toBeGreaterThan(100)
  expect(won.dearer).toBeGreaterThan(10)
})
