import { decimal, ZERO } from '@/lib/domain/money/decimal'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PoolDirectory } from '@/lib/ports/market-data'
import type { GeckoTerminalClient } from './client'
import { tokensWithPools, type GeckoPool } from './schemas'

const TOKENS_A_CALL = 30
const NETWORK = 'solana'

const otherSide = (pool: GeckoPool, mint: string): string | null => {
  const [base, quote] = [pool.relationships.base_token, pool.relationships.quote_token].map(({ data }) =>
    data.id.slice(NETWORK.length + 1),
  )
  return base === mint ? quote! : quote === mint ? base! : null
}

/** Pools against USDC or SOL come first, because a price in dollars follows from them; then depth decides. */
const ranked = (pools: GeckoPool[], mint: string): string[] =>
  pools
    .map((pool) => ({
      address: pool.attributes.address,
      quote: otherSide(pool, mint),
      depth: pool.attributes.reserve_in_usd ? decimal(pool.attributes.reserve_in_usd) : ZERO,
    }))
    .filter(({ quote }) => quote !== null)
    .sort((left, right) => {
      const easier = Number(quotes.has(right.quote!)) - Number(quotes.has(left.quote!))
      return easier !== 0 ? easier : right.depth.cmp(left.depth)
    })
    .map(({ address }) => address)
const quotes = new Set([USDC_MINT, WSOL_MINT])

/** Top pools of many tokens from one keyless call for thirty. Throws what the client throws. */
export const createGeckoTerminalPoolDirectory = (client: GeckoTerminalClient): PoolDirectory => ({
  topPools: async (mints) => {
    const found = new Map<string, string[]>()
    for (let start = 0; start < mints.length; start += TOKENS_A_CALL) {
      const asked = mints.slice(start, start + TOKENS_A_CALL).join(',')
      const path = `/networks/${NETWORK}/tokens/multi/${asked}`
      const answer = await client.get(path, { include: 'top_pools' }, tokensWithPools)
      const pools = new Map(answer?.included.map((pool) => [pool.id, pool]))
      for (const { attributes, relationships } of answer?.data ?? []) {
        const own = relationships.top_pools.data.flatMap(({ id }) => pools.get(id) ?? [])
        const addresses = ranked(own, attributes.address)
        if (addresses.length > 0) found.set(attributes.address, addresses)
      }
    }
    return found
  },
})
