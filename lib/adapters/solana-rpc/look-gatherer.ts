import DataLoader from 'dataloader'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { Provider } from './provider'
import { ACCOUNTS_PER_CALL, readAccounts } from './read-accounts'

/** Prices that fall together are looked at together. */
const TOGETHER_MS = 4

type Accounts = ReadonlyMap<string, AccountUpdate>

/** The accounts at `processed` of one node, those without one absent. */
export type LookGatherer = (provider: Provider, addresses: readonly string[]) => Promise<Accounts>

/**
 * Reads together what second looks ask one node for: they go before all else, so a thousand tokens that fall must
 * not be a thousand calls. What one look asks for comes from one call, as it stood in one slot.
 */
export const createLookGatherer = (): LookGatherer => {
  const loaders = new WeakMap<Provider, DataLoader<readonly string[], Accounts>>()
  const loaderOf = (provider: Provider) => {
    const known = loaders.get(provider)
    if (known) return known
    const loader = new DataLoader((looks: readonly (readonly string[])[]) => readAll(provider, looks), {
      cache: false,
      batchScheduleFn: (read) => void setTimeout(read, TOGETHER_MS),
    })
    loaders.set(provider, loader)
    return loader
  }
  return (provider, addresses) => loaderOf(provider).load(addresses)
}

const readAll = async (
  provider: Provider,
  looks: readonly (readonly string[])[],
): Promise<(Accounts | Error)[]> => {
  const callOf = packed(looks)
  const answers = new Map(
    [...new Set(callOf)].map((call) => [call, readAccounts(provider, [...call], 'look')] as const),
  )
  const settled = await Promise.allSettled(looks.map((_, place) => answers.get(callOf[place]!)!))
  return settled.map((answer, place) => {
    if (answer.status === 'rejected') return answer.reason as Error
    const own = new Set(looks[place])
    return new Map([...answer.value].filter(([address]) => own.has(address)))
  })
}

/** The call each look is part of; one that no call takes has its own. */
const packed = (looks: readonly (readonly string[])[]): ReadonlySet<string>[] => {
  let call = new Set<string>()
  return looks.map((addresses) => {
    const fresh = addresses.filter((address) => !call.has(address))
    if (call.size > 0 && call.size + fresh.length > ACCOUNTS_PER_CALL) call = new Set()
    for (const address of addresses) call.add(address)
    return call
  })
}
