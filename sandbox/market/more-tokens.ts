import { established, invented, type TokenSpec } from './token-spec'

/** Ordinary tokens with nothing wrong about them, for whoever needs more than there are. */
export const moreTokens = (count: number): TokenSpec[] =>
  Array.from({ length: count }, (_, place) => {
    const name = `X${String(place + 1).padStart(3, '0')}`
    return invented(
      `extra ${name}`,
      name,
      `Extra ${place + 1}`,
    )({
      ...established,
      ...{ decimals: 6, priceUsd: 0.05 * (place + 1), liquidityUsd: 20_000_000, supply: 10_000_000_000 },
      ...{ volume24hUsd: 9_000_000, holderCount: 180_000, organicScore: 92, tags: ['verified'] },
    })
  })
