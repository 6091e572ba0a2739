/**
 * Shapes of docs.bags.fm ("Get Trade Quote", "Create Swap Transaction", "Error handling", "Rate limits") and of the types
 * in @bagsfm/bags-sdk 1.3.7, read 2026-11-23; the values are made up, because the documentation shows placeholders only.
 */
const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
const BONK = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'

export const documentedQuote = {
  requestId: '0d9a3a9c-1f57-4f3e-9b1a-0e7a5f0e8b11',
  contextSlot: 412_345_678,
  inAmount: '10000000',
  inputMint: USDC,
  outAmount: '41234567890',
  outputMint: BONK,
  minOutAmount: '40822222211',
  otherAmountThreshold: '40822222211',
  priceImpactPct: '0.0012',
  slippageBps: 100,
  routePlan: [
    {
      venue: 'Raydium CLMM',
      inAmount: '9900000',
      outAmount: '41234567890',
      inputMint: USDC,
      outputMint: BONK,
      inputMintDecimals: 6,
      outputMintDecimals: 5,
      marketKey: '7Xawhbbxtsrcm8XxkTThRNJZ2o3SdH7m3dM2G5p4TqAZ',
      data: '',
    },
  ],
  platformFee: {
    amount: '100000',
    feeBps: 100,
    feeAccount: '3muhBpbVeoDy4fBrC1SWnfMw8bWKjYJ2mXvRkzB3hRmZ',
    segmenterFeeAmount: '0',
    segmenterFeePct: 0,
  },
  simulatedComputeUnits: null,
}

export const documentedErrors = {
  limited: {
    status: 429,
    body: {
      success: false,
      error: 'Rate limit exceeded',
      limit: 1000,
      remaining: 0,
      resetTime: 1_672_531_200,
    },
  },
  key: {
    status: 401,
    body: { success: false, error: 'Invalid API key. Please check your x-api-key header.' },
  },
  permission: {
    status: 403,
    body: { success: false, error: 'API key does not have permission to access this resource' },
  },
  missing: { status: 404, body: { success: false, error: 'Resource not found' } },
  failed: { status: 500, body: { success: false, error: 'Internal server error' } },
}

export const documentedFeed = [
  {
    name: 'Example',
    symbol: 'EX',
    description: 'An example',
    image: 'https://example.com/image.png',
    tokenMint: BONK,
    status: 'PRE_GRAD',
    twitter: null,
    website: 'https://example.com',
    launchSignature: null,
    accountKeys: ['3muhBpbVeoDy4fBrC1SWnfMw8bWKjYJ2mXvRkzB3hRmZ'],
    numRequiredSigners: 1,
    uri: 'https://example.com/metadata.json',
    dbcPoolKey: '7Xawhbbxtsrcm8XxkTThRNJZ2o3SdH7m3dM2G5p4TqAZ',
    dbcConfigKey: '3muhBpbVeoDy4fBrC1SWnfMw8bWKjYJ2mXvRkzB3hRmZ',
  },
]
