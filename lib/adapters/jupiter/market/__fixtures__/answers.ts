/**
 * GET /price/v3?ids=So11…,EPjF… as Jupiter's reference shows it (dev.jup.ag/api-reference/price/v3/price, read
 * 2026-11-22), and with one mint asked for that has no price: it has no key.
 */
export const priceAnswer = {
  So11111111111111111111111111111111111111112: {
    createdAt: '2024-06-05T08:55:25.527Z',
    liquidity: 621679197.67,
    usdPrice: 147.48,
    blockId: 348004023,
    decimals: 9,
    priceChange24h: 1.29,
  },
  EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v: {
    createdAt: '2024-06-05T08:55:25.527Z',
    liquidity: 522175174.66,
    usdPrice: 0.9999,
    blockId: 348004025,
    decimals: 6,
    priceChange24h: -0.003,
  },
}

/**
 * GET /tokens/v2/search?query=So11… as recorded on 2025-06-25 (github.com/tayelroy/StreamBags, jup_response.md),
 * without the statistics of shorter windows.
 */
export const wrappedSol = {
  id: 'So11111111111111111111111111111111111111112',
  name: 'Wrapped SOL',
  symbol: 'SOL',
  icon: 'https://raw.githubusercontent.com/solana-labs/token-list/main/assets/mainnet/So11111111111111111111111111111111111111112/logo.png',
  decimals: 9,
  circSupply: 531207433.3986673,
  totalSupply: 603724547.3627878,
  tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  firstPool: { id: '58oQChx4yWmvKdwLLZzBi4ChoCc2fqCUWBkwMihLYQo2', createdAt: '2021-03-29T10:05:48Z' },
  holderCount: 2342610,
  audit: {
    mintAuthorityDisabled: true,
    freezeAuthorityDisabled: true,
    topHoldersPercentage: 1.2422471238911812,
  },
  organicScore: 98.92390784896082,
  organicScoreLabel: 'high',
  isVerified: true,
  tags: ['community', 'strict', 'verified'],
  fdv: 87824499429.22047,
  mcap: 77275352037.79674,
  usdPrice: 145.47114211747515,
  priceBlockId: 349038717,
  liquidity: 89970631.83880953,
  stats24h: {
    priceChange: 1.5076363979360274,
    liquidityChange: 2.417364079880319,
    volumeChange: -2.1516094834673254,
    buyVolume: 4273248565.256824,
    sellVolume: 4306065610.69747,
    numBuys: 15125444,
    numSells: 17582713,
    numTraders: 754618,
  },
  updatedAt: '2025-06-25T05:02:21.034234634Z',
}

/** A young token of the same shape: tiny price, authorities kept, flagged, most fields missing. */
export const youngToken = {
  id: 'CLnsvL118rFABjjpGkR5jY8JeUib3SjEf4Eyu7ZVhbKu',
  name: 'Young',
  symbol: 'YOUNG',
  icon: 'http://example.org/icon.png',
  decimals: 9,
  tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  mintAuthority: 'FmNz8z2oN4CheHj4EUXVXC6doFN4RRmhGwxFQgrJVJFs',
  audit: { isSus: true, topHoldersPercentage: 81.5 },
  usdPrice: 1.234e-10,
  updatedAt: '2026-11-22T05:02:21Z',
}
