import DataLoader from 'dataloader'
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

/** What getSignatureStatuses takes in one call. */
export const STATUSES_PER_CALL = 256

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

/** The orders of one moment are surveyed together. */
const TOGETHER_MS = 10
/** While a node has not answered, what else is to be asked gathers for so long: it is busy, or it hangs. */
const GATHER_MS = 2_000

type Told = { finalizedHeight: bigint | null; status: SignatureStatus | null }

/**
 * Asks every node at once; of several answers the most final one counts. A node tells its finalized height
 * before it is asked for the signatures, so not knowing one speaks for everything up to that height.
 */
export const createSignatureSurvey = (pool: ProviderPool): ChainReader['surveySignature'] => {
  const nodes = pool.all.map((provider) => ({ node: provider.name, loader: loaderOf(pool, provider) }))
  return async (signature) => {
    const answers = await Promise.all(
      nodes.map(async ({ node, loader }) => {
        const told = await loader.load(signature).catch(() => null)
        return told && { node, ...told }
      }),
    )
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
}

/** A hundred orders without proof must not use up a node's budget that others need to be sent and proved. */
const loaderOf = (pool: ProviderPool, provider: Provider): DataLoader<string, Told> => {
  let before: Promise<unknown> = Promise.resolve()
  const survey = (signatures: readonly string[]): Promise<Told[]> => {
    const asked = askOne(pool, provider, signatures)
    before = asked.catch(() => undefined)
    return asked
  }
  return new DataLoader(survey, {
    cache: false,
    maxBatchSize: STATUSES_PER_CALL,
    batchScheduleFn: (ask) =>
      void setTimeout(() => void Promise.race([before, delay(GATHER_MS)]).then(ask), TOGETHER_MS),
  })
}

/** All signatures are given before the height is asked for, and no status is asked for before it is told. */
const askOne = async (
  pool: ProviderPool,
  provider: Provider,
  signatures: readonly string[],
): Promise<Told[]> => {
  try {
    const finalizedHeight = await finalizedHeightOf(provider).catch(() => null)
    const statuses = await readSignatureStatuses(provider, signatures)
    pool.report(provider, 'getSignatureStatuses', null)
    return statuses.map((status) => ({ finalizedHeight, status }))
  } catch (error) {
    pool.report(provider, 'getSignatureStatuses', error)
    throw error
  }
}

export const finalizedHeightOf = (provider: Provider): Promise<bigint> =>
  provider.ask(rpcCall('getBlockHeight', { commitment: 'finalized' }), whole)

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
