import type { TokenFacts } from '@/sandbox/market/token-facts'
import type { WindowStats } from '@/sandbox/market/trading-stats'
import { decimalText, DEX, resourceId, USDC_MINT } from './gecko-world'

const relation = (type: string, id: string) => ({ data: { id, type } })

/** A token as `tokens/multi` answers it; `priceUsd` null when GeckoTerminal has none. */
export function tokenResource(token: TokenFacts, priceUsd: number | null) {
  const price = priceUsd === null ? null : decimalText(priceUsd)
  const fdv = priceUsd === null ? null : decimalText(priceUsd * token.supply)
  const pools = token.pool === null ? [] : [{ id: resourceId(token.pool), type: 'pool' }]
  return {
    id: resourceId(token.mint),
    type: 'token',
    attributes: {
      address: token.mint,
      name: token.name,
      symbol: token.symbol,
      decimals: token.decimals,
      image_url: token.icon,
      coingecko_coin_id: null,
      total_supply: decimalText(token.supply * 10 ** token.decimals),
      normalized_total_supply: decimalText(token.supply),
      price_usd: price,
      fdv_usd: fdv,
      total_reserve_in_usd: decimalText(token.liquidityUsd),
      volume_usd: { h24: decimalText(volumeOf(token.stats['24h'])) },
      market_cap_usd: token.verified ? fdv : null,
    },
    relationships: { top_pools: { data: pools } },
  }
}

/** The token's pool; its other side is USDC at one dollar, or SOL. */
export function poolResource(token: TokenFacts, pool: string, priceUsd: number, solUsd: number) {
  const quoteMint = token.market?.quoteMint ?? USDC_MINT
  const quoteUsd = quoteMint === USDC_MINT ? 1 : solUsd
  const windows = {
    m5: token.stats['5m'],
    h1: token.stats['1h'],
    h6: token.stats['6h'],
    h24: token.stats['24h'],
  }
  const each = <T>(read: (stats: WindowStats) => T) =>
    Object.fromEntries(Object.entries(windows).map(([name, stats]) => [name, read(stats)]))
  return {
    id: resourceId(pool),
    type: 'pool',
    attributes: {
      base_token_price_usd: decimalText(priceUsd),
      base_token_price_native_currency: decimalText(priceUsd / solUsd),
      quote_token_price_usd: decimalText(quoteUsd),
      quote_token_price_native_currency: decimalText(quoteUsd / solUsd),
      base_token_price_quote_token: decimalText(priceUsd / quoteUsd),
      quote_token_price_base_token: decimalText(quoteUsd / priceUsd),
      address: pool,
      name: `${token.symbol} / ${quoteMint === USDC_MINT ? 'USDC' : 'SOL'}`,
      pool_created_at: `${new Date(token.createdAt).toISOString().slice(0, 19)}Z`,
      fdv_usd: decimalText(priceUsd * token.supply),
      market_cap_usd: token.verified ? decimalText(priceUsd * token.supply) : null,
      price_change_percentage: each((stats) => stats.priceChange.toFixed(3)),
      transactions: each(transactionCounts),
      volume_usd: each((stats) => decimalText(volumeOf(stats))),
      reserve_in_usd: decimalText(token.liquidityUsd),
    },
    relationships: {
      base_token: relation('token', resourceId(token.mint)),
      quote_token: relation('token', resourceId(quoteMint)),
      dex: relation('dex', (token.market?.dex ?? DEX).id),
    },
  }
}

const volumeOf = (stats: WindowStats) => stats.buyVolume + stats.sellVolume

function transactionCounts({ numBuys: buys, numSells: sells, numTraders }: WindowStats) {
  const share = buys + sells === 0 ? 0 : numTraders / (buys + sells)
  return { buys, sells, buyers: Math.ceil(buys * share), sellers: Math.ceil(sells * share) }
}
