import type { ChainAccount } from '@/sandbox/chain/chain'
import { accountFilter } from '../account-filters'
import { encodeAccount } from '../encode-account'
import { addressAt, addressesAt, type Config, configAt, naturalAt } from '../params'
import type { RpcCall, RpcMethods } from '../rpc-call'
import { viewFor, withContext } from '../view'

const MAX_MULTIPLE_ACCOUNTS = 100

export const accountMethods: RpcMethods = {
  getBalance(params, { chain, lag }) {
    const view = viewFor(chain, lag, configAt(params, 1))
    return withContext(view, Number(chain.getAccount(addressAt(params, 0), view.asOf)?.lamports ?? 0n))
  },
  getAccountInfo(params, call) {
    const config = configAt(params, 1)
    const view = viewFor(call.chain, call.lag, config)
    const address = addressAt(params, 0)
    const account = call.chain.getAccount(address, view.asOf)
    return withContext(view, account && encoded(call.told(address, account), config, call))
  },
  getMultipleAccounts(params, call) {
    const config = configAt(params, 1)
    const view = viewFor(call.chain, call.lag, config)
    const accounts = addressesAt(params, 0, MAX_MULTIPLE_ACCOUNTS).map((address) => {
      const account = call.chain.getAccount(address, view.asOf)
      return account && encoded(call.told(address, account), config, call)
    })
    return withContext(view, accounts)
  },
  getProgramAccounts(params, call) {
    const config = configAt(params, 1)
    const view = viewFor(call.chain, call.lag, config)
    const wanted = accountFilter(config.filters)
    const found = call.chain
      .programAccounts(addressAt(params, 0), view.asOf)
      .filter(({ account }) => wanted(account))
      .map(({ address, account }) => ({ pubkey: address, account: encoded(account, config, call) }))
    return config.withContext === true ? withContext(view, found) : found
  },
  getMinimumBalanceForRentExemption: (params, { chain }) =>
    Number(chain.minimumBalance(Number(naturalAt(params, 0)))),
}

const encoded = (account: ChainAccount, config: Config, { chain }: RpcCall) =>
  encodeAccount(account, config, (mint) => chain.accounts.decimalsOf(mint))
