import { z } from 'zod'
import { httpUrl, positiveNumber } from './fields'

export const vendorFields = {
  JUPITER_URL: httpUrl.optional(),
  JUPITER_API_KEY: z.string().optional(),
  JUPITER_API: z.enum(['v2', 'v1'], { error: 'must be v2 or v1' }).default('v2'),
  JUPITER_RPS: positiveNumber(10_000).default(1),
  RPC_RPS: positiveNumber(100_000).default(10),
  GECKOTERMINAL_URL: httpUrl.optional(),
}

export type VendorConfig = {
  jupiterUrl: string
  jupiterApiKey: string | undefined
  jupiterApi: 'v1' | 'v2'
  /** Requests per second granted by the vendor. */
  jupiterRps: number
  rpcRps: number
  geckoterminalUrl: string
}

type VendorValues = z.infer<z.ZodObject<typeof vendorFields>>

export const vendorsFrom = (env: VendorValues): VendorConfig => ({
  jupiterUrl: env.JUPITER_URL ?? 'https://api.jup.ag',
  jupiterApiKey: env.JUPITER_API_KEY,
  jupiterApi: env.JUPITER_API,
  jupiterRps: env.JUPITER_RPS,
  rpcRps: env.RPC_RPS,
  geckoterminalUrl: env.GECKOTERMINAL_URL ?? 'https://api.geckoterminal.com',
})
