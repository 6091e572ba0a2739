import { z } from 'zod'
import type { ChainReader, SignatureStatus } from '@/lib/ports/chain'
import { transactionError, whole, withContext } from './answers'
import { rpcCall } from './json-rpc'
import type { Provider } from './provider'
import type { ProviderPool } from './provider-pool'
import { failureOf } from './transaction-error'

const status = z.object({
  slot: whole,
  err: transactionError,
  confirmations: z.number().nullish(),
  confirmationStatus: z.enum(['processed', 'confirmed', 'finalized']).nullish(),
})
const statusesAnswer = withContext(z.array(status.nullable()))

/** In the order asked for; null for what the node does not know. */
export const readSignatureStatuses = async (
  provider: Provider,
  signatures: readonly string[],
): Promise<(SignatureStatus | null)[]> => {
  const call = rpcCall('getSignatureStatuses', signatures, { searchTransactionHistory: true })
  const { value } = await provider.ask(call, statusesAnswer)
  if (value.length !== signatures.length)
    throw new Error(`getSignatureStatuses answered ${value.length} of ${signatures.length} signatures`)
  return value.map((status) => status && toStatus(status))
}

/** A node without `confirmationStatus` tells it by `confirmations`, which is null once rooted. */
const toStatus = (known: z.infer<typeof status>): SignatureStatus => ({
  slot: known.slot,
  ...failureOf(known.err),
  commitment: known.confirmationStatus ?? (known.confirmations === null ? 'finalized' : 'processed'),
})

const RANK = { processed: 0, confirmed: 1, finalized: 2 } as const

/**
 * Asks every node at once; of several answers the most final one counts. A node tells its finalized height
 * before it is asked for the signature, so not knowing it speaks for everything up to that height.
 */
export const surveySignature = async (
  pool: ProviderPool,
  signature: string,
): ReturnType<ChainReader['surveySignature']> => {
  const answers = await Promise.all(pool.all.map((provider) => askOne(pool, provider, signature)))
  const heard = answers.filter((answer) => answer !== null)
  const known = heard.filter(({ status }) => status !== null)
  const best = known.reduce<SignatureStatus | null>(
    (most, { status }) => (!most || RANK[status!.commitment] > RANK[most.commitment] ? status : most),
    null,
  )
  return {
    status: best,
    knownTo: known.map(({ node }) => node),
    unknownTo: heard
      .filter(({ status }) => status === null)
      .map(({ node, finalizedHeight }) => ({ node, finalizedHeight })),
  }
}

const askOne = async (pool: ProviderPool, provider: Provider, signature: string) => {
  try {
    const finalizedHeight = await finalizedHeightOf(provider).catch(() => null)
    const [status = null] = await readSignatureStatuses(provider, [signature])
    pool.report(provider, 'getSignatureStatuses', null)
    return { node: provider.name, finalizedHeight, status }
  } catch (error) {
    pool.report(provider, 'getSignatureStatuses', error)
    return null
  }
}

export const finalizedHeightOf = (provider: Provider): Promise<bigint> =>
  provider.ask(rpcCall('getBlockHeight', { commitment: 'finalized' }), whole)
