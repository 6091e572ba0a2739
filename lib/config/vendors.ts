import { z } from 'zod'
import type { Environment, Fault } from './parse-environment'
import { httpUrl, positiveNumber } from './fields'

/** Paths are ours to append; an address copied from the vendor's documentation may end in one of them. */
const landingUrl = (...ends: string[]) =>
  httpUrl
    .refine((text) => !/[?#]/.test(text), {
      error: 'must end before the question mark: no key or other query is sent along',
    })
    .transform((text) => {
      const end = ends.find((one) => text.endsWith(one))
      return end ? text.slice(0, -end.length) : text
    })

const senderUrl = landingUrl('/fast')
const jitoUrl = landingUrl('/api/v1/transactions', '/api/v1/bundles', '/api/v1')

export const vendorFields = {
  JUPITER_URL: httpUrl.optional(),
  JUPITER_API_KEY: z.string().optional(),
  JUPITER_API: z.enum(['v2', 'v1'], { error: 'must be v2 or v1' }).default('v2'),
  JUPITER_RPS: positiveNumber(10_000).default(1),
  BAGS_URL: httpUrl.optional(),
  BAGS_API_KEY: z.string().optional(),
  BAGS_RPS: positiveNumber(10_000).default(2),
  RPC_RPS: positiveNumber(100_000).default(10),
  JITO_URL: jitoUrl.optional(),
  HELIUS_SENDER_URL: senderUrl.optional(),
  GECKOTERMINAL_URL: httpUrl.optional(),
}

export type VendorConfig = {
  jupiterUrl: string
  jupiterApiKey: string | undefined
  jupiterApi: 'v1' | 'v2'
  /** Requests per second granted by the vendor. */
  jupiterRps: number
  /** null without a key: then bags.fm is no venue and no launches are read. The sandbox takes any key. */
  bags: { url: string; apiKey: string; rps: number } | null
  rpcRps: number
  /** Jito's block engine; null: nothing is tipped and nothing is sent there. */
  jitoUrl: string | null
  /** Helius Sender; null: likewise. */
  heliusSenderUrl: string | null
  geckoterminalUrl: string
}

type VendorValues = z.infer<z.ZodObject<typeof vendorFields>>

const BAGS_URL = 'https://public-api-v2.bags.fm/api/v1'

/** In sandbox mode nothing may fall back to the vendor's real address, and its stand-in needs no key. */
const bagsFrom = (env: VendorValues, sandbox: boolean): VendorConfig['bags'] => {
  const { BAGS_API_KEY: key, BAGS_RPS: rps } = env
  if (sandbox) return env.BAGS_URL ? { url: env.BAGS_URL, apiKey: key || 'sandbox', rps } : null
  return key ? { url: env.BAGS_URL ?? BAGS_URL, apiKey: key, rps } : null
}

export const vendorsFrom = (env: VendorValues, sandbox: boolean): VendorConfig => ({
  jupiterUrl: env.JUPITER_URL ?? 'https://api.jup.ag',
  jupiterApiKey: env.JUPITER_API_KEY,
  jupiterApi: env.JUPITER_API,
  jupiterRps: env.JUPITER_RPS,
  bags: bagsFrom(env, sandbox),
  rpcRps: env.RPC_RPS,
  jitoUrl: env.JITO_URL ?? null,
  heliusSenderUrl: env.HELIUS_SENDER_URL ?? null,
  geckoterminalUrl: env.GECKOTERMINAL_URL ?? 'https://api.geckoterminal.com',
})

/** Outside the sandbox each is a host of the vendor's; with another path every transaction would be refused. */
export const landingGuard = (env: Environment): Fault[] =>
  (env.JARVIS_MODE ?? 'sandbox') === 'sandbox'
    ? []
    : Object.entries({ HELIUS_SENDER_URL: senderUrl, JITO_URL: jitoUrl }).flatMap(([name, field]) => {
        const url = field.safeParse(env[name]).data
        if (url === undefined || new URL(url).pathname === '/') return []
        return [{ name, message: `must be the host alone: ${new URL(url).origin}` }]
      })
