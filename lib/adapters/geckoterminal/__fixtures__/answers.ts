const WSOL = 'So11111111111111111111111111111111111111112'
const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
const BONK = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'

const pool = (address: string, base: string, quote: string, reserve: string | null) => ({
  id: `solana_${address}`,
  type: 'pool',
  attributes: {
    address,
    name: 'A / B',
    base_token_price_usd: '0.00001234',
    quote_token_price_usd: '1.0',
    pool_created_at: '2024-01-26T02:39:48Z',
    reserve_in_usd: reserve,
    volume_usd: { m5: '12.3', h1: '1234.5', h6: '7890.1', h24: '56789.0' },
  },
  relationships: {
    base_token: { data: { id: `solana_${base}`, type: 'token' } },
    quote_token: { data: { id: `solana_${quote}`, type: 'token' } },
    dex: { data: { id: 'raydium', type: 'dex' } },
  },
})

const token = (address: string, pools: string[]) => ({
  id: `solana_${address}`,
  type: 'token',
  attributes: { address, name: 'Name', symbol: 'SYM', decimals: 5, price_usd: '0.00001234' },
  relationships: { top_pools: { data: pools.map((id) => ({ id: `solana_${id}`, type: 'pool' })) } },
})

/**
 * GET /networks/solana/tokens/multi/{BONK},{SOL}?include=top_pools in the shape of GeckoTerminal's public OpenAPI
 * file (api.geckoterminal.com/docs, version 20230302, read 2026-11-22).
 */
export const tokensAnswer = {
  data: [token(BONK, ['deepOther', 'deepSol', 'smallUsdc', 'gone']), token(WSOL, ['solUsdc'])],
  included: [
    pool('deepOther', BONK, 'JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN', '90000000.1'),
    pool('smallUsdc', BONK, USDC, '1200.5'),
    pool('deepSol', WSOL, BONK, '5400000.25'),
    pool('solUsdc', WSOL, USDC, null),
    { id: 'solana_broken', type: 'pool', attributes: {} },
  ],
}

/** GET /networks/solana/pools/{pool}/ohlcv/minute, same source: newest first. */
export const ohlcvAnswerBody = {
  data: {
    id: '2e3f6ab4-0b43-4c5a-9f39-7b1f0f9c2a10',
    type: 'ohlcv_request_response',
    attributes: {
      ohlcv_list: [
        [1732260120, 0.0000123, 0.0000125, 0.0000122, 0.0000124, 1023.55],
        [1732260000, 0.0000121, 0.0000124, 0.0000121, 0.0000123, 0],
      ],
    },
  },
  meta: { base: { address: BONK, symbol: 'Bonk' }, quote: { address: WSOL, symbol: 'SOL' } },
}
