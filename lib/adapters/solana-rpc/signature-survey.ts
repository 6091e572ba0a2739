import type { SignatureStatus as RpcSignatureStatus } from '@solana/web3.js'
import type { ChainReader, SignatureStatus } from '@/lib/ports/chain'
import type { Provider } from './provider'
import type { ProviderPool } from './provider-pool'
import { failureOf } from './transaction-error'

export const readSignatureStatus = async (
  { connection }: Provider,
  signature: string,
): Promise<SignatureStatus | null> => {
  const { value } = await connection.getSignatureStatus(signature, { searchTransactionHistory: true })
  return value && toStatus(value)
}

/** A node without `confirmationStatus` tells it by `confirmations`, which is null once rooted. */
const toStatus = ({ slot, err, confirmations, confirmationStatus }: RpcSignatureStatus): SignatureStatus => ({
  slot: BigInt(slot),
  ...failureOf(err),
  commitment: confirmationStatus ?? (confirmations === null ? 'finalized' : 'processed'),
})

const RANK = { processed: 0, confirmed: 1, finalized: 2 } as const

/** Asks every node at once; of several answers the most final one counts. */
export const surveySignature = async (
  pool: ProviderPool,
  signature: string,
): ReturnType<ChainReader['surveySignature']> => {
  const knownTo: string[] = []
  const unknownTo: string[] = []
  let best: SignatureStatus | null = null
  const answers = await Promise.allSettled(
    pool.all.map((provider) => readSignatureStatus(provider, signature)),
  )
  answers.forEach((answer, index) => {
    const provider = pool.all[index]!
    pool.report(provider, 'getSignatureStatuses', answer.status === 'rejected' ? answer.reason : null)
    if (answer.status === 'rejected') return
    ;(answer.value ? knownTo : unknownTo).push(provider.name)
    if (answer.value && (!best || RANK[answer.value.commitment] > RANK[best.commitment])) best = answer.value
  })
  return { status: best, knownTo, unknownTo }
}
