import { z } from 'zod'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { account, withContext } from './answers'
import { rpcCall } from './json-rpc'
import type { Provider } from './provider'

/** What getMultipleAccounts takes in one call. */
export const ACCOUNTS_PER_CALL = 100

const accountsAnswer = withContext(z.array(account.nullable()))

/** In the order asked for, null where there is no account; at most ACCOUNTS_PER_CALL. */
export const multipleAccounts = (
  provider: Provider,
  addresses: readonly string[],
  commitment: 'processed' | 'confirmed',
) =>
  provider.ask(rpcCall('getMultipleAccounts', addresses, { encoding: 'base64', commitment }), accountsAnswer)

export const readAccounts = async (
  provider: Provider,
  addresses: readonly string[],
): Promise<Map<string, AccountUpdate>> => {
  const chunks: string[][] = []
  for (let at = 0; at < addresses.length; at += ACCOUNTS_PER_CALL)
    chunks.push(addresses.slice(at, at + ACCOUNTS_PER_CALL))
  const found = new Map<string, AccountUpdate>()
  await Promise.all(
    chunks.map(async (chunk) => {
      const { context, value } = await multipleAccounts(provider, chunk, 'processed')
      value.forEach((account, index) => {
        const address = chunk[index]
        if (account && address !== undefined)
          found.set(address, { address, ...account, slot: context.slot, node: provider.name })
      })
    }),
  )
  return found
}
