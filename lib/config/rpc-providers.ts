import type { Mode } from '@/lib/contracts/health'
import { httpUrl } from './fields'

export type RpcProvider = {
  name: string
  url: string
  wsUrl: string
  /** 1 is asked first; a higher tier only when no lower one is healthy. */
  tier: 1 | 2 | 3
}

export const rpcProviderFields = {
  SOLANA_RPC_HELIUS_URL: httpUrl.optional(),
  SOLANA_RPC_QUICKNODE_URL: httpUrl.optional(),
  SOLANA_RPC_ALCHEMY_URL: httpUrl.optional(),
  SOLANA_RPC_TRITON_URL: httpUrl.optional(),
  SOLANA_RPC_PUBLIC_URL: httpUrl.optional(),
}

const PUBLIC_MAINNET = 'https://api.mainnet-beta.solana.com'

type ProviderValues = { [name in keyof typeof rpcProviderFields]?: string | undefined }

const provider = (name: string, tier: RpcProvider['tier'], url: string | undefined): RpcProvider[] =>
  url === undefined ? [] : [{ name, tier, url, wsUrl: url.replace(/^http/, 'ws') }]

/** Those that are set, best tier first. Outside the sandbox the public node is always the last resort. */
export const rpcProvidersFrom = (mode: Mode, env: ProviderValues): RpcProvider[] => [
  ...provider('helius', 1, env.SOLANA_RPC_HELIUS_URL),
  ...provider('quicknode', 1, env.SOLANA_RPC_QUICKNODE_URL),
  ...provider('alchemy', 2, env.SOLANA_RPC_ALCHEMY_URL),
  ...provider('triton', 2, env.SOLANA_RPC_TRITON_URL),
  ...provider('public', 3, env.SOLANA_RPC_PUBLIC_URL ?? (mode === 'sandbox' ? undefined : PUBLIC_MAINNET)),
]
