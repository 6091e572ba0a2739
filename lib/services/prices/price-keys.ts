import { z } from 'zod'

/** A price nobody confirmed for this long is gone from Redis. */
export const PRICE_TTL_SECONDS = 5

export const priceKey = (mint: string): string => `price:${mint}`
export const poolKey = (mint: string): string => `pool:${mint}`
export const STREAM_KEY = 'stream:account'
export const REQUESTED_KEY = 'market:requested'

/** `timestamp`: unix seconds at which the price was last known to be current. */
export const storedPrice = z.object({
  price: z.string(),
  timestamp: z.number(),
  slot: z.number(),
  source: z.string(),
})

const raw = z.string().transform((digits) => BigInt(digits))

const tax = z.object({ bps: z.number(), maximumRaw: raw })

const segments = z.array(z.object({ to: raw, liquidity: raw, feeMillionths: raw.optional() }))

/** A pool state with the dollar value of one of its quote tokens. */
export const storedPool = z.object({
  quoteUsd: z.string(),
  pool: z.object({
    address: z.string(),
    kind: z.enum(['constant-product', 'liquidity-curve']),
    baseMint: z.string(),
    quoteMint: z.string(),
    baseDecimals: z.number(),
    quoteDecimals: z.number(),
    baseReserve: raw,
    quoteReserve: raw,
    tradeFeeMillionths: raw,
    creatorFee: z.object({ millionths: raw, from: z.enum(['input', 'base', 'quote']) }).optional(),
    sideFee: z
      .object({ billionths: raw, from: z.enum(['output', 'base', 'quote']), purchase: raw.optional() })
      .optional(),
    quoteFees: z.object({ bps: z.array(raw), program: z.enum(['pump-swap', 'pump-curve']) }).optional(),
    payable: z.object({ base: raw, quote: raw }).optional(),
    curve: z
      .object({
        ...{ sqrtPrice: raw, baseIsFirst: z.boolean(), down: segments, up: segments },
        feeIn: z.enum(['first', 'second']).optional(),
      })
      .optional(),
    baseTax: tax.optional(),
    quoteTax: tax.optional(),
  }),
})

/** Base units as digits: JSON has no integers of their size. */
export const bigintText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value
