import { z } from 'zod'
import { rpcCall } from './json-rpc'
import type { Provider } from './provider'
import type { ProviderPool } from './provider-pool'

/** A start must not wait for a node that hangs. */
const PATIENCE_MS = 1_000

export type ServedChain = { node: string; genesisHash: string }

export const askChain = (provider: Provider): Promise<string> =>
  provider.ask(rpcCall('getGenesisHash'), z.string())

/** Which chain each node serves, of those that say so in time. */
export const askChains = async (pool: ProviderPool): Promise<ServedChain[]> => {
  const told: ServedChain[] = []
  const asked = pool.all.map(async (provider) => {
    told.push({ node: provider.name, genesisHash: await askChain(provider) })
  })
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    Promise.allSettled(asked),
    new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS))),
  ])
  clearTimeout(timer)
  return [...told]
}
