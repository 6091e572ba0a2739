import { USDC, WRAPPED_SOL } from '../amm/addresses'
import { TIERS, established, invented, known, meme, type TokenSpec } from './token-spec'

const SOL_SPEC: TokenSpec = known(
  established,
  WRAPPED_SOL,
  'SOL',
  'Wrapped SOL',
)({
  ...{ decimals: 9, priceUsd: 168, liquidityUsd: 48_000_000, volume24hUsd: 310_000_000, supply: 545_000_000 },
  ...{ dailyVolatility: 0.035, correlation: 1, jumpsPerDay: 2, organicScore: 99, holderCount: 3_200_000 },
  ...{ ageDays: 1_800, feeTier: TIERS.major, topHoldersPercentage: 6 },
})

/** The unit of every price; it has no pool of its own. */

export const USDC_SPEC: TokenSpec = known(
  established,
  USDC,
  'USDC',
  'USD Coin',
)({
  ...{
    decimals: 6,
    priceUsd: 1,
    liquidityUsd: 0,
    volume24hUsd: 460_000_000,
    supply: 10_000_000_000,
    organicScore: 98,
  },
  ...{ holderCount: 2_900_000, ageDays: 1_900, dailyVolatility: 0, correlation: 0, jumpsPerDay: 0 },
})

export const TOKEN_LIST: TokenSpec[] = [
  SOL_SPEC,
  USDC_SPEC,
  known(
    meme,
    'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263',
    'BONK',
    'Bonk',
  )({
    ...{ decimals: 5, priceUsd: 0.0000214, liquidityUsd: 6_400_000, supply: 88_900_000_000_000 },
    ...{ volume24hUsd: 14_500_000, holderCount: 960_000, ageDays: 1_080, organicScore: 95 },
  }),
  known(
    meme,
    'EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm',
    'WIF',
    'dogwifhat',
  )({
    ...{ decimals: 6, priceUsd: 0.84, liquidityUsd: 5_100_000, supply: 998_900_000 },
    ...{ volume24hUsd: 11_200_000, holderCount: 240_000, ageDays: 730, organicScore: 93 },
  }),
  known(
    established,
    'JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN',
    'JUP',
    'Jupiter',
  )({
    ...{ decimals: 6, priceUsd: 0.47, liquidityUsd: 7_800_000, supply: 6_990_000_000 },
    ...{ volume24hUsd: 13_400_000, holderCount: 820_000, ageDays: 700, organicScore: 97 },
  }),
  known(
    established,
    '4k3Dyjzvzp8eMZWUXbBCjEvwSkkk59S5iCNLY3QrkX6R',
    'RAY',
    'Raydium',
  )({
    ...{ decimals: 6, priceUsd: 2.36, liquidityUsd: 8_900_000, supply: 555_000_000 },
  }),
  known(
    established,
    'HZ1JovNiVvGrGNiiYvEozEVgZ58xaU3RKwX8eACQBCt3',
    'PYTH',
    'Pyth Network',
  )({
    ...{ decimals: 6, priceUsd: 0.128, liquidityUsd: 2_700_000, supply: 9_999_000_000 },
  }),
  known(
    established,
    'jtojtomepa8beP8AuQc6eXt5FriJwfFMwQx2v2f9mCL',
    'JTO',
    'JITO',
  )({
    ...{ decimals: 9, priceUsd: 1.72, liquidityUsd: 3_300_000, supply: 1_000_000_000 },
  }),
  known(
    established,
    '85VBFQZC9TZkfaptBWjvUw7YbZjy52A6mjtPGjstQAmQ',
    'W',
    'Wormhole',
  )({
    ...{ decimals: 6, priceUsd: 0.081, liquidityUsd: 1_600_000, supply: 10_000_000_000 },
  }),
  known(
    established,
    'rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof',
    'RENDER',
    'Render Token',
  )({
    ...{ decimals: 8, priceUsd: 3.41, liquidityUsd: 2_900_000, supply: 532_000_000 },
  }),
  known(
    established,
    'orcaEKTdK7LKz57vaAYr9QeNsVEPfiu6QeMU1kektZE',
    'ORCA',
    'Orca',
  )({
    ...{ decimals: 6, priceUsd: 2.18, liquidityUsd: 1_900_000, supply: 75_000_000 },
  }),
  known(
    established,
    'hntyVP6YFm1Hg25TN9WGLqM12b8TQmcknKrdu1oxWux',
    'HNT',
    'Helium Network Token',
  )({
    ...{ decimals: 8, priceUsd: 2.57, liquidityUsd: 2_100_000, supply: 186_000_000 },
  }),
  known(
    meme,
    '7GCihgDB8fe6KNjn2MYtkzZcRjQy3t9GHdC8uHYmW2hr',
    'POPCAT',
    'POPCAT',
  )({
    ...{ decimals: 9, priceUsd: 0.276, liquidityUsd: 4_200_000, supply: 979_900_000 },
  }),
  known(
    meme,
    'MEW1gQWJ3nEXg2qgERiKu7FAFj79PHvQVREQUzScPP5',
    'MEW',
    'cat in a dogs world',
  )({
    ...{ decimals: 5, priceUsd: 0.0027, liquidityUsd: 5_600_000, supply: 88_800_000_000 },
  }),
  known(
    meme,
    'ukHH6c7mMyiWCf1b9pnWe25TSpkDDt3H5pQZgZ74J82',
    'BOME',
    'BOOK OF MEME',
  )({
    ...{ decimals: 6, priceUsd: 0.00172, liquidityUsd: 3_400_000, supply: 68_900_000_000 },
  }),
  known(
    meme,
    '9BB6NFEcjBCtnNLFko2FqVQBq8HHM13kCyYcdQbgpump',
    'FARTCOIN',
    'Fartcoin',
  )({
    ...{ decimals: 6, priceUsd: 0.79, liquidityUsd: 9_300_000, supply: 999_900_000 },
    ...{ dailyVolatility: 0.12, ageDays: 400 },
  }),
  known(
    meme,
    '2zMMhcVQEXDtdE6vsFS7S7D5oUodfJHE8vd1gnBouauv',
    'PENGU',
    'Pudgy Penguins',
  )({
    ...{ decimals: 6, priceUsd: 0.0148, liquidityUsd: 6_100_000, supply: 88_800_000_000, ageDays: 340 },
  }),
  invented(
    'ticket',
    'TICKET',
    'Whole Tickets',
  )({
    ...{ decimals: 0, priceUsd: 12.5, liquidityUsd: 420_000, supply: 2_000_000, organicScore: 41 },
  }),
  invented(
    'crumb',
    'CRUMB',
    'Bread Crumb',
  )({
    ...{ decimals: 3, priceUsd: 0.0000000037, liquidityUsd: 260_000, supply: 120_000_000_000_000 },
  }),
  invented(
    'twin one',
    'TWIN',
    'Twin Peaks',
  )({
    ...{ decimals: 6, priceUsd: 0.034, liquidityUsd: 310_000, supply: 1_000_000_000 },
  }),
  invented(
    'twin two',
    'TWIN',
    'Evil Twin',
  )({
    ...{ decimals: 9, priceUsd: 0.0051, liquidityUsd: 38_000, supply: 1_000_000_000, holderCount: 310 },
  }),
  invented(
    'minty',
    'MINTY',
    'Printing Press',
  )({
    ...{ decimals: 6, priceUsd: 0.22, liquidityUsd: 180_000, supply: 400_000_000, keepsMintAuthority: true },
  }),
  invented(
    'icebox',
    'ICEBOX',
    'Icebox',
  )({
    ...{ decimals: 6, priceUsd: 0.061, liquidityUsd: 150_000, supply: 900_000_000 },
    ...{ keepsFreezeAuthority: true },
  }),
  invented(
    'whale',
    'WHALE',
    'One Big Whale',
  )({
    ...{ decimals: 9, priceUsd: 0.47, liquidityUsd: 210_000, supply: 50_000_000, topHoldersPercentage: 91 },
  }),
  invented(
    'puddle',
    'PUDDLE',
    'Shallow Puddle',
  )({
    ...{ decimals: 6, priceUsd: 0.0019, liquidityUsd: 2_600, supply: 1_000_000_000, holderCount: 140 },
  }),
  invented(
    'newborn',
    'NEWBORN',
    'Newborn',
  )({
    ...{ decimals: 6, priceUsd: 0.00042, liquidityUsd: 64_000, supply: 1_000_000_000, holderCount: 530 },
    ...{ ageDays: 0.12, dailyVolatility: 0.35 },
  }),
  invented(
    'shady',
    'SHADY',
    'Shady Business',
  )({
    ...{ decimals: 6, priceUsd: 0.012, liquidityUsd: 90_000, supply: 1_000_000_000, suspicious: true },
    ...{ keepsMintAuthority: true, keepsFreezeAuthority: true, organicScore: 3 },
  }),
  invented(
    'taxed',
    'TAXED',
    'Taxed Thrice',
  )({
    ...{ decimals: 6, priceUsd: 0.083, liquidityUsd: 640_000, supply: 1_000_000_000, tax: { bps: 300 } },
  }),
  invented(
    'creeping',
    'CREEP',
    'Creeping Tax',
  )({
    ...{ decimals: 9, priceUsd: 0.0127, liquidityUsd: 480_000, supply: 1_000_000_000 },
    tax: { bps: 50, later: { bps: 5_000, inEpochs: 2 } },
  }),
  invented(
    'honeypot',
    'HONEY',
    'Honeypot',
  )({
    ...{ decimals: 6, priceUsd: 0.36, liquidityUsd: 720_000, supply: 100_000_000, refusesSells: true },
  }),
  invented(
    'permafrost',
    'FROSTY',
    'Permafrost',
  )({
    ...{
      decimals: 6,
      priceUsd: 0.19,
      liquidityUsd: 830_000,
      supply: 500_000_000,
      keepsFreezeAuthority: true,
    },
    // Verified, as some frozen assets are: a freeze authority alone is then no reason to refuse.
    ...{ verified: true, tags: ['verified'], ageDays: 120, freezesAfterSlots: 25 },
  }),
  invented(
    'rugged',
    'RUGGED',
    'Pulled Rug',
  )({
    ...{ decimals: 6, priceUsd: 0.058, liquidityUsd: 560_000, supply: 1_000_000_000, pullsAfterSlots: 25 },
  }),
]
