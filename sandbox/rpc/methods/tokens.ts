import type { NamedAccount } from '@/sandbox/chain/account-store'
import { isTokenProgram, readMint, readTokenAccountDetail } from '@/sandbox/chain/token-account'
import { encodeAccount } from '../encode-account'
import { addressAt, checkedAddress, type Config, configAt } from '../params'
import type { RpcCall, RpcMethods } from '../rpc-call'
import { invalidParams } from '../rpc-error'
import { uiAmount } from '../ui-amount'
import { type View, viewFor, withContext } from '../view'

const LARGEST_ACCOUNTS = 20

export const tokenMethods: RpcMethods = {
  getTokenAccountsByOwner(params, call) {
    const config = configAt(params, 2)
    const view = viewFor(call.chain, call.lag, config)
    const wanted = tokenFilter(configAt(params, 1), call, view)
    const accounts = call.chain.accounts.tokenAccountsOf(addressAt(params, 0), view.asOf)
    return withContext(view, encodedAccounts(accounts.filter(wanted), config, call))
  },
  getTokenAccountsByDelegate(params, call) {
    const config = configAt(params, 2)
    const view = viewFor(call.chain, call.lag, config)
    const filter = configAt(params, 1)
    const wanted = tokenFilter(filter, call, view)
    const delegate = addressAt(params, 0)
    const candidates =
      filter.mint === undefined
        ? call.chain.programAccounts(checkedAddress(filter.programId), view.asOf)
        : call.chain.accounts.tokenAccountsFor(checkedAddress(filter.mint), view.asOf)
    const delegated = candidates.filter(
      ({ account }) => readTokenAccountDetail(account.owner, account.data)?.delegate === delegate,
    )
    return withContext(view, encodedAccounts(delegated.filter(wanted), config, call))
  },
  getTokenAccountBalance(params, { chain, lag }) {
    const view = viewFor(chain, lag, configAt(params, 1))
    const address = addressAt(params, 0)
    const account = chain.getAccount(address, view.asOf)
    if (!account) throw invalidParams('Invalid param: could not find account')
    const holding = chain.accounts.holding({ address, account })
    if (!holding) throw invalidParams('Invalid param: not a Token account')
    return withContext(view, uiAmount(holding.amount, holding.decimals))
  },
  getTokenSupply(params, call) {
    const view = viewFor(call.chain, call.lag, configAt(params, 1))
    const { supply, decimals } = mintOf(addressAt(params, 0), call, view)
    return withContext(view, uiAmount(supply, decimals))
  },
  getTokenLargestAccounts(params, call) {
    const view = viewFor(call.chain, call.lag, configAt(params, 1))
    const mint = addressAt(params, 0)
    mintOf(mint, call, view)
    const largest = call.chain.accounts
      .tokenAccountsFor(mint, view.asOf)
      .flatMap((entry) => call.chain.accounts.holding(entry) ?? [])
      .sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0))
      .slice(0, LARGEST_ACCOUNTS)
      .map(({ address, amount, decimals }) => ({ address, ...uiAmount(amount, decimals) }))
    return withContext(view, largest)
  },
}

function mintOf(address: string, { chain }: RpcCall, view: View) {
  const account = chain.getAccount(address, view.asOf)
  const mint = account && readMint(account.owner, account.data)
  if (!mint) throw invalidParams('Invalid param: not a Token mint')
  return mint
}

function tokenFilter(filter: Config, call: RpcCall, view: View): (entry: NamedAccount) => boolean {
  if (filter.mint !== undefined) {
    const mint = checkedAddress(filter.mint)
    if (!call.chain.getAccount(mint, view.asOf)) throw invalidParams('Invalid param: could not find mint')
    return (entry) => call.chain.accounts.holding(entry)?.mint === mint
  }
  const program = checkedAddress(filter.programId)
  if (!isTokenProgram(program)) throw invalidParams('Invalid param: unrecognized Token program id')
  return ({ account }) => account.owner === program
}

const encodedAccounts = (accounts: NamedAccount[], config: Config, { chain }: RpcCall) =>
  accounts.map(({ address, account }) => ({
    pubkey: address,
    account: encodeAccount(account, config, (mint) => chain.accounts.decimalsOf(mint)),
  }))
