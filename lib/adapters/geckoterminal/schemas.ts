import { z } from 'zod'
import { decimal, decimalString } from '@/lib/domain/money/decimal'

const relation = z.object({ data: z.object({ id: z.string() }) })

/** One pool of `included`; ids read `solana_<address>`. Numbers come as decimal strings. */
const pool = z.object({
  id: z.string(),
  type: z.literal('pool'),
  attributes: z.object({ address: z.string(), reserve_in_usd: z.string().nullish() }),
  relationships: z.object({ base_token: relation, quote_token: relation }),
})
export type GeckoPool = z.infer<typeof pool>

const token = z.object({
  attributes: z.object({ address: z.string() }),
  relationships: z.object({ top_pools: z.object({ data: z.array(z.object({ id: z.string() })) }) }),
})

/** GET /networks/solana/tokens/multi/{addresses}?include=top_pools */
export const tokensWithPools = z.object({
  data: z.array(token),
  included: z
    .array(z.unknown())
    .default([])
    .transform((items) => items.flatMap((item) => pool.safeParse(item).data ?? [])),
})

const price = z
  .number()
  .positive()
  .transform((value) => decimalString(decimal(String(value))))
const volume = z
  .number()
  .nonnegative()
  .transform((value) => decimalString(decimal(String(value))))

/** GET /networks/solana/pools/{pool}/ohlcv/minute: [start, open, high, low, close, volume in dollars], newest first. */
export const ohlcvAnswer = z.object({
  data: z.object({
    attributes: z.object({
      ohlcv_list: z.array(z.tuple([z.number().int(), price, price, price, price, volume])),
    }),
  }),
})
