import { describe, expect, it } from 'vitest'
import type { PreparedSwap, VenueOffer } from '@/lib/ports/execution-venue'
import { rehearseOffers } from './rehearse-offers'

type Outcome = 'sells' | 'refused' | 'slippage' | 'unbuilt'

const USDC = 'dollars'
const simulationOf: Record<Exclude<Outcome, 'unbuilt'>, object> = {
  sells: { error: null, before: {}, after: { lamports: 10n ** 9n, tokens: new Map() } },
  refused: { error: 'custom program error', after: null, means: 'other' },
  slippage: { error: 'too little', after: null, means: 'slippage' },
}

const offer = (venue: string, outcome: Outcome): VenueOffer => ({
  quote: { venue } as VenueOffer['quote'],
  build: async () => {
    if (outcome === 'unbuilt') throw new Error('HTTP 504')
    return { venue, outcome, inputRaw: 1n, minOutputRaw: 1n } as unknown as PreparedSwap
  },
})
const rehearse = (outcomes: Outcome[], complete = true) => {
  let last: Outcome = 'sells'
  return rehearseOffers(
    {
      chain: { simulate: async () => simulationOf[last as 'sells'] } as never,
      verifySwap: async (prepared) => {
        last = (prepared as unknown as { outcome: Outcome }).outcome
      },
      verifySimulation: () => {},
      pause: async () => {},
    },
    {
      ...{ wallet: 'w', sides: { inputMint: 'token', outputMint: USDC }, complete },
      ranked: outcomes.map((outcome, index) => offer(`venue ${index}`, outcome)),
      failureOf: (error) => ({ kind: 'unavailable', detail: (error as Error).message }),
    },
    new AbortController().signal,
  )
}

describe('offers in turn', () => {
  it.each([
    [['refused', 'sells'], 'venue 1'],
    [['unbuilt', 'slippage', 'sells'], 'venue 2'],
    [['sells', 'refused'], 'venue 0'],
  ] as [Outcome[], string][])('F02 of %j takes %s', async (outcomes, venue) =>
    expect(await rehearse(outcomes)).toMatchObject({ venue }),
  )

  it.each([
    [['refused', 'slippage'], 'slippage'],
    [['refused', 'unbuilt'], 'unavailable'],
    [['refused', 'refused'], 'refused'],
  ] as [Outcome[], string][])('where %j all fail, what may pass is told: %s', async (outcomes, kind) =>
    expect(await rehearse(outcomes)).toMatchObject({ kind }),
  )

  it('one venue alone cannot say that a token cannot be sold while another is silent', async () =>
    expect(await rehearse(['refused'], false)).toMatchObject({ kind: 'unavailable' }))
})
