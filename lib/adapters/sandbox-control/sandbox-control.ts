import { z } from 'zod'
import { AppError, errorMessage } from '@/lib/errors'

/** The sandbox's own hand on its chain. Composed only in sandbox mode. */
export type SandboxControl = {
  /** Whole coins, in one transaction that shows in the wallet's ledger. */
  airdrop(wallet: string, amounts: { sol: string; usdc: string }): Promise<void>
  /** How many transactions of this wallet the chain has ever seen. */
  transactionCount(wallet: string): Promise<number>
}

const ledger = z.object({ transactions: z.array(z.unknown()) })

/** Every call throws AppError `venue.unavailable` when the sandbox does not answer as it should. */
export const createSandboxControl = (options: { baseUrl: string; timeoutMs?: number }): SandboxControl => {
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    try {
      const response = await fetch(`${options.baseUrl}/control${path}`, {
        method,
        signal: AbortSignal.timeout(options.timeoutMs ?? 5_000),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 300)}`)
      return text === '' ? null : (JSON.parse(text) as unknown)
    } catch (cause) {
      throw new AppError(
        'venue.unavailable',
        `The sandbox at ${options.baseUrl} did not answer ${method} /control${path}: ${errorMessage(cause)}`,
        { retry: 'retryable', cause },
      )
    }
  }
  return {
    airdrop: async (wallet, amounts) => {
      await ask('POST', '/airdrop', { wallet, ...amounts })
    },
    transactionCount: async (wallet) =>
      ledger.parse(await ask('GET', `/ledger/${encodeURIComponent(wallet)}`)).transactions.length,
  }
}
