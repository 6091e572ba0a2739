import { z } from 'zod'
import { AppError, errorMessage } from '@/lib/errors'
import type { TransactionSender } from '@/lib/ports/chain'
import { atLevel, NodeRefusalError, type RpcCall, rpcCall } from './json-rpc'
import { failureFrom } from './node-errors'
import type { Provider } from './provider'
import type { ProviderPool } from './provider-pool'

const MAX_PROVIDERS = 3
/** The same bytes go out again after two seconds: a copy that would leave later than that is left out. */
const LONGEST_WAIT_MS = 2_000
/** How long the slower nodes are waited for once one has accepted. */
const GRACE_MS = 400

const transactionId = z.string()

/**
 * The same bytes to several nodes: one signature, so it can land once at most. Where none of those takes them, the
 * others are asked one after the other.
 */
export const createSender = (pool: ProviderPool): TransactionSender => ({
  send: async (signed) => {
    const call = sending(signed)
    const copy = atLevel('copy', call)
    const errors: string[] = []
    let accepted = 0
    const ask = async (provider: Provider, how: RpcCall): Promise<void> => {
      const startedAt = performance.now()
      try {
        await provider.ask(how, transactionId)
        pool.sends.tookMs(provider, performance.now() - startedAt)
        pool.report(provider, 'sendTransaction', null)
        accepted++
      } catch (error) {
        if (alreadyProcessed(error)) return void accepted++
        // A node that refuses the transaction works, unless it says that it was asked too often.
        const refused = error instanceof NodeRefusalError && !failureFrom(error)?.limited
        pool.report(provider, 'sendTransaction', refused ? null : error)
        errors.push(`${provider.name}: ${errorMessage(error)}`)
        throw error
      }
    }
    const ordered = pool.sends.ordered()
    const asked = ordered
      .filter(({ budget }, place) => place === 0 || budget.delayMs('copy') < LONGEST_WAIT_MS)
      .slice(0, MAX_PROVIDERS)
    const attempts = asked.map((provider, place) => ask(provider, place === 0 ? call : copy))
    const all = Promise.allSettled(attempts)
    await Promise.any(attempts).catch(() => undefined)
    // No copy any more: no node has these bytes yet.
    for (const provider of ordered)
      if (accepted === 0 && !asked.includes(provider)) await ask(provider, call).catch(() => undefined)
    if (accepted > 0) await Promise.race([all, delay(GRACE_MS)])
    if (accepted > 0) return { accepted, errors: [...errors] }
    throw new AppError('venue.unavailable', 'No Solana node accepted the transaction.', {
      retry: 'outcome_unknown',
      cause: new Error(errors.join('; ')),
    })
  },
})

const sending = (signed: Uint8Array) =>
  rpcCall('sendTransaction', Buffer.from(signed).toString('base64'), {
    encoding: 'base64',
    skipPreflight: true,
    maxRetries: 0,
    // Without it a node may take the blockhash's expiry as unknown and broadcast once only (F05).
    preflightCommitment: 'processed',
  })

const alreadyProcessed = (error: unknown): boolean => /already (been )?processed/i.test(errorMessage(error))

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
