import { z } from 'zod'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { account, withContext } from './answers'
import { atLevel, type RpcCall, rpcCall } from './json-rpc'
import type { Provider } from './provider'
import type { CallLevel } from './request-budget'

/** What getMultipleAccounts takes in one call. */
export const ACCOUNTS_PER_CALL = 100

const accountsAnswer = withContext(z.array(account.nullable()))
export type Account = z.infer<typeof account>

/** At most ACCOUNTS_PER_CALL addresses. */
export const accountsCall = (addresses: readonly string[], commitment: 'processed' | 'confirmed'): RpcCall =>
  rpcCall('getMultipleAccounts', addresses, { encoding: 'base64', commitment })

/** In the order asked for, null where there is no account. */
export const askAccounts = async (provider: Provider, call: RpcCall, count: number) => {
  const answer = await provider.ask(call, accountsAnswer)
  if (answer.value.length === count) return answer
  throw new Error(`${call.method} answered ${answer.value.length} of ${count} accounts`)
}

export const readAccounts = async (
  provider: Provider,
  addresses: readonly string[],
  level: CallLevel = 'other',
): Promise<Map<string, AccountUpdate>> => {
  const chunks: string[][] = []
  for (let at = 0; at < addresses.length; at += ACCOUNTS_PER_CALL)
    chunks.push(addresses.slice(at, at + ACCOUNTS_PER_CALL))
  const found = new Map<string, AccountUpdate>()
  await Promise.all(
    chunks.map(async (chunk) => {
      const call = atLevel(level, accountsCall(chunk, 'processed'))
      const { context, value } = await askAccounts(provider, call, chunk.length)
      value.forEach((account, index) => {
        const address = chunk[index]
        if (account && address !== undefined)
          found.set(address, { address, ...account, slot: context.slot, node: provider.name })
      })
    }),
  )
  return found
}
