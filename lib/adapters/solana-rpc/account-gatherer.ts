import DataLoader from 'dataloader'
import { atLevel } from './json-rpc'
import { COMMITMENT, type Provider } from './provider'
import { type Account, ACCOUNTS_PER_CALL, accountsCall, askAccounts } from './read-accounts'

/** Long enough for the simulations of a burst of exits to be prepared, too short to be felt by one. */
const TOGETHER_MS = 4

/** Accounts at `confirmed` from the given node, in the order asked for; null where there is none. */
export type AccountGatherer = (
  provider: Provider,
  addresses: readonly string[],
) => Promise<(Account | null)[]>

/** Reads together what many ask one node for: a hundred exits must not use up its budget with their balances. */
export const createAccountGatherer = (): AccountGatherer => {
  const loaders = new WeakMap<Provider, DataLoader<string, Account | null>>()
  const loaderOf = (provider: Provider) => {
    const known = loaders.get(provider)
    if (known) return known
    const loader = new DataLoader((addresses: readonly string[]) => readOnce(provider, addresses), {
      cache: false,
      maxBatchSize: ACCOUNTS_PER_CALL,
      batchScheduleFn: (read) => void setTimeout(read, TOGETHER_MS),
    })
    loaders.set(provider, loader)
    return loader
  }
  return (provider, addresses) => {
    const loader = loaderOf(provider)
    return Promise.all(addresses.map((address) => loader.load(address)))
  }
}

/** A wallet that sells ten tokens at once is asked for once. */
const readOnce = async (provider: Provider, addresses: readonly string[]): Promise<(Account | null)[]> => {
  const wanted = [...new Set(addresses)]
  const { value } = await askAccounts(
    provider,
    atLevel('urgent', accountsCall(wanted, COMMITMENT)),
    wanted.length,
  )
  const found = new Map(wanted.map((address, place) => [address, value[place] ?? null]))
  return addresses.map((address) => found.get(address) ?? null)
}
