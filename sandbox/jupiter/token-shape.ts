import type { TokenFacts } from '@/sandbox/market/token-facts'
import type { WindowStats } from '@/sandbox/market/trading-stats'

/** One token as `/tokens/v2` answers it (openapi-spec/tokens/v2 of Jupiter's docs, August 2026). */
export function jupiterToken(token: TokenFacts, usdPrice: number | null, slot: bigint, now: number) {
  return {
    id: token.mint,
    name: token.name,
    symbol: token.symbol,
    icon: token.icon,
    decimals: token.decimals,
    tokenProgram: token.tokenProgram,
    createdAt: new Date(token.createdAt).toISOString(),
    circSupply: token.supply,
    totalSupply: token.supply,
    ...(token.mintAuthority ? { mintAuthority: token.mintAuthority } : {}),
    ...(token.freezeAuthority ? { freezeAuthority: token.freezeAuthority } : {}),
    ...(token.pool
      ? { firstPool: { id: token.pool, createdAt: new Date(token.createdAt).toISOString() } }
      : {}),
    holderCount: token.holderCount,
    audit: {
      // Present only on flagged tokens: readers must look for the field, not for its value.
      ...(token.suspicious ? { isSus: true } : {}),
      mintAuthorityDisabled: token.mintAuthority === null,
      freezeAuthorityDisabled: token.freezeAuthority === null,
      topHoldersPercentage: token.topHoldersPercentage,
    },
    organicScore: token.organicScore,
    organicScoreLabel: organicLabel(token.organicScore),
    isVerified: token.verified,
    tags: token.tags,
    fdv: usdPrice === null ? null : usdPrice * token.supply,
    mcap: usdPrice === null ? null : usdPrice * token.supply,
    usdPrice,
    priceBlockId: Number(slot),
    liquidity: token.liquidityUsd,
    stats5m: swapStats(token.stats['5m'], token.organicScore),
    stats1h: swapStats(token.stats['1h'], token.organicScore),
    stats6h: swapStats(token.stats['6h'], token.organicScore),
    stats24h: swapStats(token.stats['24h'], token.organicScore),
    updatedAt: new Date(now).toISOString(),
  }
}

const organicLabel = (score: number) => (score >= 70 ? 'high' : score >= 30 ? 'medium' : 'low')

/** The organic part is the score's share of the whole: bots make up the rest. */
function swapStats(stats: WindowStats, organicScore: number) {
  const organic = organicScore / 100
  return {
    ...stats,
    buyOrganicVolume: stats.buyVolume * organic,
    sellOrganicVolume: stats.sellVolume * organic,
    numOrganicBuyers: Math.round(stats.numTraders * organic * 0.5),
    numNetBuyers: stats.numBuys - stats.numSells,
  }
}
