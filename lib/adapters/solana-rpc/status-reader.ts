import DataLoader from 'dataloader'
import type { ChainReader, SignatureStatus } from '@/lib/ports/chain'
import type { ProviderPool } from './provider-pool'
import { readSignatureStatuses, STATUSES_PER_CALL } from './signature-survey'

/** Polls of many transactions under way are answered by one call. */
const TOGETHER_MS = 10

/** Asks for signatures together: a hundred sells under way must not use up the node's budget with their polls. */
export const createStatusReader = (pool: ProviderPool): ChainReader['signatureStatus'] => {
  const loader = new DataLoader<string, SignatureStatus | null>(
    (signatures) =>
      pool.call('getSignatureStatuses', (provider) => readSignatureStatuses(provider, signatures)),
    {
      cache: false,
      maxBatchSize: STATUSES_PER_CALL,
      batchScheduleFn: (ask) => void setTimeout(ask, TOGETHER_MS),
    },
  )
  return (signature) => loader.load(signature)
}
