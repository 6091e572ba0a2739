import { decimal, decimalString } from '@/lib/domain/money/decimal'
import type { TokenDirectory, TokenListing } from '@/lib/ports/market-data'
import type { JupiterClient, JupiterPriority } from '../client'
import { jupiterTokens, type JupiterToken } from './schemas'

const MINTS_A_CALL = 100

/** Data URLs and plain http are not for a page of ours. */
const safeIcon = (icon: string | null | undefined): string | null =>
  icon?.startsWith('https://') ? icon : null

/** Names are anybody's text: without control, invisible and direction-changing characters, which make one token look like another. */
const plainText = (text: string, longest: number): string =>
  text.replace(/\p{C}/gu, '').replace(/\s+/g, ' ').trim().slice(0, longest)

const disabled = (flag: boolean | null | undefined, authority: string | null | undefined): boolean | null =>
  flag ?? (authority ? false : null)

const listing = (token: JupiterToken): TokenListing => {
  const { audit, stats24h } = token
  const bought = stats24h?.buyVolume
  const sold = stats24h?.sellVolume
  const created = token.firstPool?.createdAt ?? token.createdAt
  return {
    mint: token.id,
    symbol: plainText(token.symbol, 32) || token.id.slice(0, 6),
    name: plainText(token.name, 100),
    decimals: token.decimals,
    tokenProgram: token.tokenProgram,
    icon: safeIcon(token.icon),
    verified: token.isVerified ?? false,
    deployer: token.dev ?? null,
    suspicious: audit?.isSus ?? false,
    mintAuthorityDisabled: disabled(audit?.mintAuthorityDisabled, token.mintAuthority),
    freezeAuthorityDisabled: disabled(audit?.freezeAuthorityDisabled, token.freezeAuthority),
    topHoldersPct: audit?.topHoldersPercentage ?? null,
    holders: token.holderCount ?? null,
    priceUsd: token.usdPrice,
    liquidityUsd: token.liquidity,
    volume24hUsd: bought && sold ? decimalString(decimal(bought).add(decimal(sold))) : null,
    marketCapUsd: token.mcap,
    priceChange24hPct: stats24h?.priceChange ?? null,
    createdAt: created ? new Date(created) : null,
  }
}

/** Jupiter Tokens API v2 (dev.jup.ag/docs/token-api/v2). Throws what the client throws. */
export const createJupiterTokenDirectory = (
  client: JupiterClient,
  options: { priority: JupiterPriority },
): TokenDirectory => {
  const list = async (path: string, query: Record<string, string>): Promise<TokenListing[]> =>
    (await client.get(path, query, jupiterTokens, options)).map(listing)
  return {
    search: (query) => list('/tokens/v2/search', { query }),
    byMints: async (mints) => {
      const found: TokenListing[] = []
      for (let start = 0; start < mints.length; start += MINTS_A_CALL) {
        const query = mints.slice(start, start + MINTS_A_CALL).join(',')
        found.push(...(await list('/tokens/v2/search', { query })))
      }
      return found.filter(({ mint }) => mints.includes(mint))
    },
    topTraded: (limit) => list('/tokens/v2/toptraded/24h', { limit: String(Math.min(limit, 100)) }),
  }
}
