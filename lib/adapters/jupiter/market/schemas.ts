import { z } from 'zod'
import { decimalString, decimal } from '@/lib/domain/money/decimal'

/** Jupiter sends doubles; the shortest text that reads back as the same double is what it meant. */
const decimalText = z
  .number()
  .refine(Number.isFinite)
  .transform((value) => decimalString(decimal(String(value))))

const text = decimalText.nullish().transform((value) => value ?? null)

/** One token of /tokens/v2; fields we do not read are left out. Absent and null both mean unknown. */
const jupiterToken = z.object({
  id: z.string().min(32).max(44),
  name: z.string(),
  symbol: z.string(),
  icon: z.string().nullish(),
  decimals: z.number().int().min(0).max(30),
  tokenProgram: z.string(),
  dev: z.string().nullish(),
  mintAuthority: z.string().nullish(),
  freezeAuthority: z.string().nullish(),
  createdAt: z.iso.datetime({ offset: true }).nullish(),
  firstPool: z.object({ createdAt: z.iso.datetime({ offset: true }).nullish() }).nullish(),
  holderCount: z.number().int().nullish(),
  audit: z
    .object({
      isSus: z.boolean().nullish(),
      mintAuthorityDisabled: z.boolean().nullish(),
      freezeAuthorityDisabled: z.boolean().nullish(),
      topHoldersPercentage: text,
    })
    .nullish(),
  isVerified: z.boolean().nullish(),
  mcap: text,
  usdPrice: text,
  liquidity: text,
  stats24h: z.object({ priceChange: text, buyVolume: text, sellVolume: text }).nullish(),
})
export type JupiterToken = z.infer<typeof jupiterToken>

/** A token whose record cannot be read is left out rather than failing the whole list. */
export const jupiterTokens = z
  .array(z.unknown())
  .transform((tokens) => tokens.flatMap((token) => jupiterToken.safeParse(token).data ?? []))

/** /price/v3: keyed by mint; a mint Jupiter does not price has no key, or null. */
export const jupiterPrices = z.record(
  z.string(),
  z.object({ usdPrice: decimalText, blockId: z.number().int().nullish() }).nullable().catch(null),
)
