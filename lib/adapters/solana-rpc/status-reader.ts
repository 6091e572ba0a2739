import type { ChainReader, SignatureStatus } from '@/lib/ports/chain'
import type { ProviderPool } from './provider-pool'
import { readSignatureStatuses } from './signature-survey'

/** What getSignatureStatuses takes in one call. */
const PER_CALL = 256
/** Polls of many transactions under way are answered by one call. */
const TOGETHER_MS = 10

type Asked = {
  signature: string
  resolve: (status: SignatureStatus | null) => void
  reject: (error: unknown) => void
}

/** Asks for signatures together: a hundred sells under way must not use up the node's budget with their polls. */
export const createStatusReader = (pool: ProviderPool): ChainReader['signatureStatus'] => {
  let waiting: Asked[] = []

  const askTogether = async (asked: readonly Asked[]): Promise<void> => {
    try {
      const signatures = asked.map(({ signature }) => signature)
      const statuses = await pool.call('getSignatureStatuses', (provider) =>
        readSignatureStatuses(provider, signatures),
      )
      asked.forEach(({ resolve }, place) => resolve(statuses[place] ?? null))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  const flush = (): void => {
    const asked = waiting
    waiting = []
    for (let from = 0; from < asked.length; from += PER_CALL)
      void askTogether(asked.slice(from, from + PER_CALL))
  }

  return (signature) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ signature, resolve, reject }) === 1) setTimeout(flush, TOGETHER_MS)
    })
}
