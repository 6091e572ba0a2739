import { accountKeysOf } from '@/sandbox/chain/account-keys'
import type { Chain, SimulationResult } from '@/sandbox/chain/chain'
import { parseTransaction } from '@/sandbox/chain/wire-transaction'
import { encodeAccount } from './encode-account'
import { encodeInner, encodeReturnData } from './encode-transaction'
import { checkedAddress, type Config, isRecord } from './params'
import { invalidParams } from './rpc-error'

/** The value of simulateTransaction, and the `data` of a preflight failure. */
export function encodeSimulation(
  chain: Chain,
  wire: Uint8Array,
  result: SimulationResult,
  config: Config,
): unknown {
  return {
    err: result.err,
    logs: result.logs,
    accounts: shownAccounts(chain, result, config.accounts),
    unitsConsumed: Number(result.unitsConsumed),
    returnData: result.returnData && encodeReturnData(result.returnData),
    innerInstructions: config.innerInstructions === true ? shownInner(chain, wire, result) : null,
    ...(config.replaceRecentBlockhash === true && { replacementBlockhash: replacement(chain) }),
  }
}

function shownAccounts(chain: Chain, result: SimulationResult, wanted: unknown): unknown {
  if (!isRecord(wanted)) return null
  if (!Array.isArray(wanted.addresses))
    throw invalidParams('Invalid params: accounts.addresses must be a list')
  const encoding = wanted.encoding ?? 'base64'
  const after = result.accounts()
  return wanted.addresses.map(checkedAddress).map((address) => {
    const account = after.get(address) ?? chain.getAccount(address)
    return account && encodeAccount(account, { encoding }, (mint) => chain.accounts.decimalsOf(mint))
  })
}

function shownInner(chain: Chain, wire: Uint8Array, { inner }: SimulationResult): unknown {
  const keys = accountKeysOf(parseTransaction(wire), (address) => chain.getAccount(address)) ?? []
  const addresses = keys.map((key) => key.address)
  return encodeInner(inner(), addresses, true, (mint) => chain.accounts.decimalsOf(mint))
}

function replacement(chain: Chain) {
  const { blockhash, lastValidBlockHeight } = chain.latestBlockhash()
  return { blockhash, lastValidBlockHeight: Number(lastValidBlockHeight) }
}
