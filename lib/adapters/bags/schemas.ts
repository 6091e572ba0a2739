import bs58 from 'bs58'
import { z } from 'zod'

export const envelope = z.discriminatedUnion('success', [
  z.object({ success: z.literal(true), response: z.unknown() }),
  z.object({ success: z.literal(false), error: z.string() }),
])

/** Amounts come as digits in a string. */
const amountText = z
  .string()
  .regex(/^\d{1,39}$/, 'expected base units as digits')
  .transform((text) => BigInt(text))

const base58Bytes = z
  .string()
  .min(1)
  .transform((text) => bs58.decodeUnsafe(text) ?? null)
  .refine((bytes) => bytes !== null, 'expected base58')

/** GET /trade/quote; `TradeQuoteResponse` of @bagsfm/bags-sdk 1.3.7. What is read of it, the rest is posted back. */
export const tradeQuote = z.looseObject({
  requestId: z.string(),
  inputMint: z.string(),
  outputMint: z.string(),
  inAmount: amountText,
  outAmount: amountText,
  minOutAmount: amountText,
  slippageBps: z.number().int(),
  priceImpactPct: z.string(),
  routePlan: z.array(z.object({ venue: z.string(), marketKey: z.string() })),
})

/** POST /trade/swap; the transaction is base58, not base64 as Jupiter's. */
export const tradeSwap = z.object({
  swapTransaction: base58Bytes,
  lastValidBlockHeight: z.number().int().nonnegative().transform(BigInt),
})

const mintText = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/)
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || null)

/** GET /token-launch/feed (docs.bags.fm, 2026-11). A status that is not known here is no reason to lose the launch. */
export const launchFeed = z.array(
  z.object({
    tokenMint: mintText,
    name: z.string(),
    symbol: z.string(),
    image: optionalText,
    status: z.string(),
    twitter: optionalText,
    website: optionalText,
    accountKeys: z.array(z.string()).nullish(),
    dbcPoolKey: optionalText,
  }),
)

/** GET /solana/bags/pools. */
export const bagsPools = z.array(
  z.object({ tokenMint: mintText, dbcPoolKey: optionalText, dammV2PoolKey: optionalText }),
)
